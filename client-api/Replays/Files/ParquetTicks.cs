using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace Rtx.Replays.Files;

/// <summary>Reads ticks from a Parquet file, one row group at a time.</summary>
internal static class ParquetTicks
{
    /// <summary>Reads ticks as a stream.</summary>
    /// <exception cref="FormatException">The file is not Parquet, or a column is missing or has the wrong type.</exception>
    public static async IAsyncEnumerable<Tick> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = await AsFormatAsync(
            () => ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: cancellationToken));
        foreach (var group in file.RowGroups)
        {
            foreach (var tick in await AsFormatAsync(() => ReadGroupAsync(new Columns(file.Schema, group, cancellationToken))))
            {
                yield return tick;
            }
        }
    }

    private static async Task<Tick[]> ReadGroupAsync(Columns columns)
    {
        var (symbols, providers, sequences) = (await columns.TextAsync("symbol"), await columns.ValuesAsync<long>("provider_id"),
            await columns.ValuesAsync<long>("sequence"));
        var (times, kinds) = (await columns.ValuesAsync<DateTime>("time"), await columns.TextAsync("kind"));
        var (bids, bidQtys) = (await columns.OptionalAsync<decimal>("bid"), await columns.OptionalAsync<decimal>("bid_qty"));
        var (asks, askQtys) = (await columns.OptionalAsync<decimal>("ask"), await columns.OptionalAsync<decimal>("ask_qty"));
        var (lastPxs, lastQtys) = (await columns.OptionalAsync<decimal>("last_px"), await columns.OptionalAsync<decimal>("last_qty"));
        var ticks = new Tick[symbols.Length];
        for (var row = 0; row < ticks.Length; row++)
        {
            ticks[row] = new Tick
            {
                Symbol = symbols[row],
                ProviderId = checked((short)providers[row]),
                Sequence = sequences[row],
                Time = new DateTimeOffset(DateTime.SpecifyKind(times[row], DateTimeKind.Utc)),
                Kind = kinds[row] == "trade" ? TickKind.Trade : TickKind.Quote,
                Bid = bids[row],
                BidQty = bidQtys[row],
                Ask = asks[row],
                AskQty = askQtys[row],
                LastPx = lastPxs[row],
                LastQty = lastQtys[row],
            };
        }

        return ticks;
    }

    /// <summary>The library throws many exception types for a file that is not Parquet.</summary>
    private static async Task<T> AsFormatAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or FormatException))
        {
            throw new FormatException($"This is no Parquet file of ticks: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    /// <summary>The columns of a row group, by name.</summary>
    private sealed class Columns(ParquetSchema schema, ParquetRowGroupReader group, CancellationToken cancellationToken)
    {
        public async Task<string[]> TextAsync(string name)
        {
            var values = new string?[group.RowCount];
            await group.ReadAsync(FieldOf(name), values.AsMemory(), cancellationToken: cancellationToken);
            return [.. values.Select((value, row) => value ?? throw new FormatException($"Row {row + 1} of a group has no {name}."))];
        }

        public async Task<T[]> ValuesAsync<T>(string name)
            where T : struct
        {
            var values = new T[group.RowCount];
            await group.ReadAsync(FieldOf(name), values.AsMemory(), cancellationToken: cancellationToken);
            return values;
        }

        public async Task<T?[]> OptionalAsync<T>(string name)
            where T : struct
        {
            var values = new T?[group.RowCount];
            await group.ReadAsync(FieldOf(name), values.AsMemory(), cancellationToken: cancellationToken);
            return values;
        }

        private DataField FieldOf(string name) =>
            schema.DataFields.FirstOrDefault(field => field.Name == name) ?? throw new FormatException($"The file has no column {name}.");
    }
}
