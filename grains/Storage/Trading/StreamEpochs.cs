using Npgsql;
using Rtx.Storage.Commits;

namespace Rtx.Storage;

/// <summary>Takes the next epoch of a stream.</summary>
internal static class StreamEpochs
{
    /// <summary>The newest epoch of a stream and where it stands, without taking anything; null when it was never opened.</summary>
    public static async Task<(long Epoch, long Sequence)?> PeekAsync(NpgsqlConnection connection, StreamKey stream, CancellationToken cancellationToken)
    {
        var found = await connection.Query("select epoch, sequence from epochs join stream_heads using (stream_kind, stream_id) where stream_kind = $1 and stream_id = $2")
            .With((short)stream.Kind).With(stream.Id).ReadAllAsync(r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>
    /// Takes the next epoch and returns it with the stream's present sequence. It waits for running commits of the predecessor; whatever the predecessor
    /// commits after it is refused, so what is read after it stays true until the new owner writes.
    /// </summary>
    public static async Task<(long Epoch, long Sequence)> TakeAsync(NpgsqlConnection connection, StreamKey stream, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command("""
            insert into epochs as e (stream_kind, stream_id, epoch) values ($1, $2, 1)
            on conflict (stream_kind, stream_id) do update set epoch = e.epoch + 1 returning epoch
            """));
        batch.BatchCommands.Add(Command("insert into stream_heads (stream_kind, stream_id, sequence) values ($1, $2, 0) on conflict do nothing"));
        batch.BatchCommands.Add(Command("select sequence from stream_heads where stream_kind = $1 and stream_id = $2"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var epoch = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (epoch, reader.GetInt64(0));

        NpgsqlBatchCommand Command(string sql) => new(sql)
        {
            Parameters = { new NpgsqlParameter<short> { TypedValue = (short)stream.Kind }, new NpgsqlParameter<long> { TypedValue = stream.Id } },
        };
    }
}
