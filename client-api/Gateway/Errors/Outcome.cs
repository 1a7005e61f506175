using System.Diagnostics.CodeAnalysis;

namespace Rtx.Gateway.Errors;

/// <summary>Either a value or an error.</summary>
public readonly struct Outcome<T>
    where T : class
{
    internal Outcome(T? value, ApiError? error) => (Value, Error) = (value, error);

    public T? Value { get; }

    public ApiError? Error { get; }

    public static implicit operator Outcome<T>(T value) => new(value, error: null);

    public static implicit operator Outcome<T>(ApiError error) => new(value: null, error);

    /// <summary>Deconstructs it: true with the value, false with the error.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiError? error)
    {
        value = Value;
        error = value is null ? Error ?? throw new InvalidOperationException("The default outcome has neither value nor error.") : null;
        return value is not null;
    }
}

/// <summary>Creates outcomes of interface types, which the compiler does not convert implicitly.</summary>
public static class Outcome
{
    public static Outcome<T> Of<T>(T value)
        where T : class => new(value, error: null);
}
