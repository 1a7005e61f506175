using System.IO.Pipelines;

namespace Rtx.Client;

/// <summary>Sends ticks; needs the role feed or administrator.</summary>
public sealed class TicksClient
{
    private readonly RestConnection _rest;

    internal TicksClient(RestConnection rest) => _rest = rest;

    /// <summary>
    /// Sends a batch of at most <see cref="SendTicksRequest.MaxTicks"/> ticks. When no answer arrives, send the batch again: ticks that are
    /// already stored are skipped.
    /// </summary>
    public Task<SendTicksReply> SendAsync(IReadOnlyList<Tick> ticks, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<SendTicksRequest, SendTicksReply>(
            HttpMethod.Post, "api/v1/ticks", new SendTicksRequest { Ticks = ticks }, cancellationToken);

    /// <summary>
    /// Sends a file of ticks, one JSON object per line, the format of <c>ndjson</c> downloads. It is read as fast as the server accepts it.
    /// On failure the error says how many ticks were accepted; send the whole file again.
    /// </summary>
    public Task<SendTicksReply> SendLinesAsync(Stream lines, CancellationToken cancellationToken = default) =>
        _rest.UploadAsync<SendTicksReply>("api/v1/ticks/lines", lines, "application/x-ndjson", cancellationToken);

    /// <summary>
    /// Sends an endless stream of batches in their compact binary form; each has 1 to <see cref="SendTicksRequest.MaxTicks"/> ticks. They
    /// are read as fast as the server accepts them. On failure the error says how many ticks were accepted; send all batches again.
    /// </summary>
    /// <param name="batches">The ticks.</param>
    /// <param name="instruments">The instruments of the ticks, by symbol.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<SendTicksReply> SendPackedAsync(
        IAsyncEnumerable<IReadOnlyList<Tick>> batches, IReadOnlyDictionary<string, Instrument> instruments,
        CancellationToken cancellationToken = default)
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
            // Without its reader, packing stops at the next frame; an exception thrown by the batches was passed to the reader.
            await packing;
        }
    }

    private static async Task PackAsync(
        PipeWriter frames, IAsyncEnumerable<IReadOnlyList<Tick>> batches, IReadOnlyDictionary<string, Instrument> instruments,
        CancellationToken cancellationToken)
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
