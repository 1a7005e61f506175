using Npgsql;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;

namespace Rtx.Storage.Trading;

/// <summary>Takes the next epoch of a stream.</summary>
internal static class StreamEpochs
{
    /// <summary>The newest epoch of a stream and where it stands, without taking anything; null when it was never opened.</summary>
    public static async Task<(long Epoch, long Sequence)?> PeekAsync(NpgsqlConnection connection, StreamKey stream, CancellationToken cancellationToken)
    {
        var found = await connection.Query("select epoch, sequence from stream_heads where stream_kind = $1 and stream_id = $2")
            .With((short)stream.Kind).With(stream.Id).ReadAllAsync(r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>
    /// Takes the next epoch of a timeline and returns it with the stream's present sequence. It waits for running commits of the predecessor; whatever the predecessor
    /// commits after it is refused, so what is read after it stays true until the new owner writes.
    /// </summary>
    public static async Task<(long Epoch, long Sequence)> TakeAsync(NpgsqlConnection connection, StreamKey stream, uint timeline, CancellationToken cancellationToken)
    {
        // FENCE-1, FENCE-5.
        await using var batch = new NpgsqlBatch(connection);
        // Commits of books that rely on an account hold this lock shared; those of the stream itself hold its row.
        if (stream.Kind == StreamKind.Account)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_xact_lock($1)") { Parameters = { new NpgsqlParameter<long> { TypedValue = stream.Id } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into stream_heads as h (stream_kind, stream_id, epoch, sequence) values ($1, $2, $3 + 1, 0)
            on conflict (stream_kind, stream_id) do update set epoch = greatest(h.epoch, $3) + 1 returning epoch, sequence
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<short> { TypedValue = (short)stream.Kind }, new NpgsqlParameter<long> { TypedValue = stream.Id },
                new NpgsqlParameter<long> { TypedValue = StreamEpoch.Before(timeline) },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (stream.Kind == StreamKind.Account) await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
