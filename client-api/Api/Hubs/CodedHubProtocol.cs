using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using MessagePack;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Rtx.Gateway.Errors;

namespace Rtx.ClientApi.Hubs;

internal static class CodedHubProtocols
{
    /// <summary>Wraps each registered protocol so that all its errors have a code.</summary>
    public static void AddCodedHubProtocols(this IServiceCollection services)
    {
        foreach (var protocol in services.Where(service => service.ServiceType == typeof(IHubProtocol)).ToList())
        {
            services.Remove(protocol);
            var type = protocol.ImplementationType
                ?? throw new InvalidOperationException("SignalR registers its protocols by their types.");
            services.AddSingleton(type);
            services.AddSingleton<IHubProtocol>(provider => new CodedHubProtocol((IHubProtocol)provider.GetRequiredService(type)));
        }
    }
}

/// <summary>
/// A hub protocol whose errors all have a code. SignalR itself answers unreadable or unknown calls with an uninformative text, and puts its
/// own prefix before exception messages; here each error is exactly one <see cref="Client.ErrorDetail"/> in JSON.
/// </summary>
internal sealed class CodedHubProtocol(IHubProtocol inner) : IHubProtocol
{
    // End of the prefix that SignalR puts before an exception's message.
    private const string Marker = "HubException: ";

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message)) return false;
        message = message switch
        {
            InvocationBindingFailureMessage failure =>
                new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, Describe(failure.BindingFailure)),
            StreamBindingFailureMessage failure => new StreamBindingFailureMessage(failure.Id, Describe(failure.BindingFailure)),
            _ => message,
        };
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(Coded(message), output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(Coded(message));

    private static HubMessage Coded(HubMessage message) => message is CompletionMessage { Error: { } error } completion
        ? new CompletionMessage(completion.InvocationId!, ToText(error), result: null, hasResult: false) { Headers = completion.Headers }
        : message;

    private static string ToText(string error)
    {
        var start = error.IndexOf(Marker, StringComparison.Ordinal);
        var text = start < 0 ? error : error[(start + Marker.Length)..];
        if (text.StartsWith('{')) return text;
        // The remaining texts are SignalR's own: with the marker the call was invalid, without it the server failed.
        return HubErrors.ToText(text switch
        {
            _ when text.Contains("unauthorized", StringComparison.Ordinal) => ApiError.Forbidden,
            _ when text.Contains("does not exist", StringComparison.Ordinal) =>
                ApiError.NotFound(Client.RtxErrorCodes.NotFound, "The hub has no such method."),
            _ when start >= 0 => ApiError.Invalid(text),
            _ => new ApiError(Client.RtxErrorCodes.InternalError, StatusCodes.Status500InternalServerError, "The server failed."),
        });
    }

    private static ExceptionDispatchInfo Describe(ExceptionDispatchInfo failure)
    {
        var exception = failure.SourceException;
        if (exception is HubException) return failure;
        while (exception.InnerException is { } cause) exception = cause;
        var detail = exception is JsonException or MessagePackSerializationException
            ? exception.Message
            : "The arguments do not fit the method.";
        return ExceptionDispatchInfo.Capture(HubErrors.From(ApiError.Invalid(detail)));
    }
}
