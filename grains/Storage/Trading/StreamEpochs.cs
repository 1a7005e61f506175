using Npgsql;
using Rtx.Model;
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
    /// Takes the next epoch of an account and returns it with the present sequence. It waits for running commits of the predecessor;
    /// whatever the predecessor commits after it is refused, so what is read after it stays true until the new owner writes.
    /// </summary>
    public static async Task<(long Epoch, long Sequence)> TakeAsync(
        NpgsqlConnection connection, AccountId account, ServerHistory server, CancellationToken cancellationToken)
    {
        // Commits of books that rely on an account hold this lock shared; those of the stream itself hold its row.
        var wait = new NpgsqlBatchCommand("select pg_advisory_xact_lock($1)")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = account.Value } },
        };
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { wait, Take(StreamKey.Of(account), server) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>
    /// Takes the next epoch of a book, as that of an account, and notes in the same transaction where its history goes on if that is
    /// another one than before.
    /// </summary>
    /// <returns>The epoch, the present sequence, and the id of the history.</returns>
    public static async Task<(long Epoch, long Sequence, long HistoryId)> TakeAsync(
        NpgsqlConnection connection, InstrumentId book, ServerHistory server, CancellationToken cancellationToken)
    {
        // RESUME-6: no event of a history is committed before it is noted. The batch is one transaction; its first statement holds the
        // book's row.
        var note = new NpgsqlBatchCommand("""
            insert into book_histories (instrument_id, number, history_id, first_sequence, system_id, timeline, database_oid, began_at)
            select $1, coalesce(newest.number, 0) + 1, 1 + floor(random() * 9007199254740991)::bigint, h.sequence + 1, $2, $3, $4, now()
            from stream_heads h
            left join (select * from book_histories where instrument_id = $1 order by number desc limit 1) newest on true
            where h.stream_kind = 2 and h.stream_id = $1
              and (newest.system_id, newest.timeline, newest.database_oid) is distinct from ($2, $3, $4)
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = book.Value }, new NpgsqlParameter<long> { TypedValue = server.SystemId },
                new NpgsqlParameter<long> { TypedValue = server.Timeline }, new NpgsqlParameter<long> { TypedValue = server.DatabaseId },
            },
        };
        var read = new NpgsqlBatchCommand("select history_id from book_histories where instrument_id = $1 order by number desc limit 1")
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = book.Value } },
        };
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Take(StreamKey.Of(book), server), note, read } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (epoch, sequence) = (reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (epoch, sequence, reader.GetInt64(0));
    }

    // FENCE-1, FENCE-5.
    private static NpgsqlBatchCommand Take(StreamKey stream, ServerHistory server) => new("""
        insert into stream_heads as h (stream_kind, stream_id, epoch, sequence) values ($1, $2, $3 + 1, 0)
        on conflict (stream_kind, stream_id) do update set epoch = greatest(h.epoch, $3) + 1 returning epoch, sequence
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<short> { TypedValue = (short)stream.Kind }, new NpgsqlParameter<long> { TypedValue = stream.Id },
            new NpgsqlParameter<long> { TypedValue = StreamEpoch.Before(server.Timeline) },
        },
    };
}
