using System.IO.Pipelines;

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

    /// <summary>
    /// Sends batches in their compact binary form, without end; each has 1 to <see cref="SendTicksRequest.MaxTicks"/> ticks. They are read as fast as the server takes them.
    /// When it fails the error tells how many ticks were taken; send all of them again.
    /// </summary>
    /// <param name="batches">The ticks.</param>
    /// <param name="instruments">The instruments that they are of, by symbol.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SendTicksReply> SendPackedAsync(
        IAsyncEnumerable<IReadOnlyList<Tick>> batches, IReadOnlyDictionary<string, Instrument> instruments, CancellationToken cancellationToken = default)
    {
        var pipe = new Pipe();
        var packing = PackAsync(pipe.Writer, batches, instruments, cancellationToken);
        try
        {
            await using var body = pipe.Reader.AsStream();
            return await _rest.UploadAsync<SendTicksReply>("api/v1/ticks/packed", body, PackedTicks.ContentType, cancellationToken);
        }
        finally
        {
            // With the reader gone it ends at its next frame; a fault of the batches was thrown to the reader.
            await packing;
        }
    }

    private static async Task PackAsync(
        PipeWriter frames, IAsyncEnumerable<IReadOnlyList<Tick>> batches, IReadOnlyDictionary<string, Instrument> instruments, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in batches.WithCancellation(cancellationToken))
            {
                if ((await frames.WriteAsync(PackedTicks.Pack(batch, instruments), cancellationToken)).IsCompleted) break;
            }

            await frames.CompleteAsync();
        }
        catch (Exception fault)
        {
            await frames.CompleteAsync(fault);
        }
    }
}
