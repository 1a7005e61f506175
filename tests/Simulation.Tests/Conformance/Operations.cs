using Npgsql;
using Rtx.Simulation.Tests.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>A database's answer: a text, and the streams that an error names.</summary>
internal sealed record Answer(string Text)
{
    public const string FencedState = "RX001";

    public static Answer Done { get; } = new("done");

    /// <summary>Names of streams, as in the error's hint.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    public static Answer Of(PostgresException e) =>
        new(e.SqlState) { Refused = e.SqlState == FencedState ? [.. (e.Hint ?? "").Split(',').Order(StringComparer.Ordinal)] : [] };

    public override string ToString() => $"{Text} {string.Join(',', Refused)}";
}

/// <summary>An operation of a silo on the database.</summary>
internal interface IOperation
{
    /// <summary>Runs it on PostgreSQL.</summary>
    Task<Answer> AskAsync();

    /// <summary>The number of atomic steps in PostgreSQL: other operations may run between them.</summary>
    int MomentCount => 1;

    /// <summary>Runs it on the simulated database, in as many steps. The last one has the answer.</summary>
    IEnumerable<Answer> Moments(SimulatedHistory history);
}

/// <summary>Units in one transaction.</summary>
internal sealed class Commit(CommitWriter writer, IReadOnlyList<CommitUnit> units) : IOperation
{
    private const int MostAttempts = 3;

    public IReadOnlyList<CommitUnit> Units => units;

    /// <summary>Whether it is a retry, as a silo's lane does.</summary>
    public bool HadDeadlock { get; private set; }

    public async Task<Answer> AskAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await writer.WriteAsync(units);
                return Answer.Done;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MostAttempts)
            {
                HadDeadlock = true;
            }
            catch (PostgresException e)
            {
                return Answer.Of(e);
            }
        }
    }

    public IEnumerable<Answer> Moments(SimulatedHistory history)
    {
        yield return Write();

        Answer Write()
        {
            try
            {
                history.Do(database => database.Write(units));
                return Answer.Done;
            }
            catch (PostgresException e)
            {
                return Answer.Of(e);
            }
        }
    }

    public override string ToString() => $"commit {string.Join("; ", units.Select(ToText))}";

    private static string ToText(CommitUnit unit) => string.Join(' ', [
        $"{unit.Fence.Stream} of {unit.Fence.Epoch} {unit.Fence.ExpectedSequence}->{unit.Fence.NextSequence}",
        .. unit.Vouched.Select(vouched => $"vouched {vouched.Account}@{vouched.Epoch}"),
        .. unit.OrderEvents.Select(e => $"{e.Sequence}:{e.ExecType}:{e.ClientOrderId}:{e.OrderId.Value}"),
        .. unit.LedgerTransactions.Select(entry => $"{entry.Sequence}:{entry.Reference}"),
        .. unit.Refusals.Select(refusal => $"refused {refusal.Request.ClientOrderId}"),
        .. unit.MarginEvents.Select(happened => $"{happened.Kind} {happened.Sequence}"), $"{unit.AccountControls}",
    ]);
}

/// <summary>The start of an activation: it takes its epoch in one step and reads its state in a later one.</summary>
/// <param name="what">For people.</param>
/// <param name="stream">The stream.</param>
/// <param name="ask">Takes the epoch and reads the state in PostgreSQL.</param>
/// <param name="read">Reads the state from the simulated database with the epoch.</param>
internal sealed class Opening(
    string what, StreamKey stream, Func<Task<string>> ask, Func<SimulatedDatabase, long, string> read) : IOperation
{
    public int MomentCount => 2;

    public async Task<Answer> AskAsync() => new(await ask());

    public IEnumerable<Answer> Moments(SimulatedHistory history)
    {
        history.Do(database => database.TakeEpoch(stream));
        var epoch = history.Database.Epoch(stream);
        yield return Answer.Done;
        yield return new Answer(read(history.Database, epoch));
    }

    public override string ToString() => $"open {what}";
}

/// <summary>A query.</summary>
internal sealed class Question(string what, Func<Task<string>> ask, Func<SimulatedDatabase, string> read) : IOperation
{
    public async Task<Answer> AskAsync() => new(await ask());

    public IEnumerable<Answer> Moments(SimulatedHistory history)
    {
        yield return new Answer(AnswerOf(history.Database));
    }

    public string AnswerOf(SimulatedDatabase database) => read(database);

    public override string ToString() => what;
}
