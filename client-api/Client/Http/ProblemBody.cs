namespace Rtx.Client;

/// <summary>The part of problem details (RFC 9457) that the client reads.</summary>
internal sealed record ProblemBody
{
    public string? Code { get; init; }

    public string? Title { get; init; }

    public string? Detail { get; init; }
}
