namespace Rtx.Client;

/// <summary>Sends ticks; needs the role feed or administrator.</summary>
public sealed class TicksClient
{
    private readonly RestConnection _rest;

    internal TicksClient(RestConnection rest) => _rest = rest;

    /// <summary>
    /// Sends a batch of at most <see cref="SendTicksRequest.MaxTicks"/> ticks. When no answer comes, send the batch again: what is stored already is left out.
    /// </summary>
    public Task<SendTicksReply> SendAsync(IReadOnlyList<Tick> ticks, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<SendTicksRequest, SendTicksReply>(HttpMethod.Post, "api/v1/ticks", new SendTicksRequest { Ticks = ticks }, cancellationToken);

    /// <summary>
    /// Sends a file of ticks, one JSON object a line, as downloads in the form <c>ndjson</c> are. It is read as fast as the server takes it. When it fails the error tells
    /// how many ticks were taken; send all of it again.
    /// </summary>
    public Task<SendTicksReply> SendLinesAsync(Stream lines, CancellationToken cancellationToken = default) => _rest.UploadAsync<SendTicksReply>("api/v1/ticks/lines", lines, "application/x-ndjson", cancellationToken);
}
