using Npgsql;
using Rtx.Storage.Commits;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>
/// A silo's use of its database: it opens streams that others may own, commits several units together, and retries units that failed
/// because of others. Sometimes it is wrong about a fence, about an epoch that vouches, or about what is durable.
/// </summary>
internal sealed class ConformingSilo(
    SiloConnection connection, Questions questions, Draws draws, IReadOnlyList<Account> accounts, IReadOnlyList<Instrument> instruments,
    Func<StreamKey, long> newestEpoch)
{
    private const int MostUnits = 4;

    // Beyond every epoch in a run: the opener owns the stream alone.
    private const int NotGiven = 1_000;

    private const int MostNames = 5;

    private readonly Dictionary<StreamKey, IActivation> _activations = [];
    private readonly Queue<IReadOnlyList<CommitUnit>> _again = [];

    /// <summary>A read between the commits.</summary>
    public Questions Questions => questions;

    /// <summary>The next operation.</summary>
    public IOperation Draw() => draws.Next(100) switch
    {
        < 16 => draws.Chance(50) ? OpenBook(draws.Pick(instruments)) : OpenAccount(draws.Pick(accounts)),
        < 30 when _activations.Values.OfType<AccountActivation>().ToList() is { Count: > 0 } own =>
            Pull(draws.Pick(own), draws.Pick(instruments).Id),
        < 40 => questions.Draw(),
        _ => (IOperation?)NextCommit() ?? OpenBook(draws.Pick(instruments)),
    };

    /// <summary>Continues as a lane and its activations do, depending on the result of the commit.</summary>
    /// <returns>What is wrong with the answer; null when nothing is.</returns>
    public string? Conclude(Commit commit, Answer answer)
    {
        if (answer == Answer.Done)
        {
            foreach (var unit in commit.Units) _activations.GetValueOrDefault(unit.Fence.Stream)?.Committed(unit);
            return null;
        }

        var isFenced = answer.Text == Answer.FencedState;
        if (!isFenced && answer.Text != PostgresErrorCodes.UniqueViolation) return $"{answer.Text} is no answer to {commit}";
        List<CommitUnit> rest = isFenced ? [.. commit.Units.Where(
            unit => !IsNamed(unit, answer.Refused))] : commit.Units.Count == 1 ? [] : [.. commit.Units];
        foreach (var unit in commit.Units.Except(rest)) _activations.Remove(unit.Fence.Stream);
        if (isFenced && rest.Count == commit.Units.Count) return $"{answer} names none of {commit}";
        if (isFenced && rest.Count > 0) _again.Enqueue(rest);
        if (!isFenced) rest.ForEach(unit => _again.Enqueue([unit]));
        return null;
    }

    private static bool IsNamed(CommitUnit unit, IReadOnlyList<string> refused) =>
        refused.Contains(unit.Fence.Stream.ToString())
            || unit.Vouched.Any(vouched => refused.Contains(StreamKey.Of(vouched.Account).ToString()));

    private Commit? NextCommit()
    {
        if (_again.TryDequeue(out var again)) return new Commit(connection.Writer, again);
        var free = _activations.Values.ToList();
        List<CommitUnit> units = [];
        for (var count = 1 + draws.Next(MostUnits); count > 0 && free.Count > 0; count--)
        {
            var activation = draws.Pick(free);
            free.Remove(activation);
            units.Add(Twist(activation, activation.Decide()));
        }

        return units.Count == 0 ? null : new Commit(connection.Writer, units);
    }

    private CommitUnit Twist(IActivation activation, CommitUnit unit) => draws.Next(100) switch
    {
        < 3 => unit with { Fence = unit.Fence with { Epoch = unit.Fence.Epoch + draws.Pick([-1, NotGiven]) } },
        < 6 => unit with { Fence = unit.Fence with { ExpectedSequence = unit.Fence.ExpectedSequence + draws.Pick([-1, 1]) } },
        // Believes that it is the newest, with stale memory.
        < 9 when unit.OrderEvents.Count > 0 => unit with { Fence = unit.Fence with { Epoch = newestEpoch(activation.Stream) } },
        < 11 => unit with { Vouched = [.. unit.Vouched, Vouched()] },
        _ => unit,
    };

    private VouchedAccount Vouched()
    {
        var id = draws.Pick(accounts).Id;
        var newest = newestEpoch(StreamKey.Of(id));
        var own = _activations.GetValueOrDefault(StreamKey.Of(id))?.Epoch ?? newest;
        return new VouchedAccount(id, draws.Next(100) switch
        {
            < 75 => newest,
            < 95 => own,
            _ => newest + draws.Pick([-1, 1]),
        });
    }

    private Opening OpenBook(Instrument instrument)
    {
        return new Opening(
            $"book {instrument.Id}", StreamKey.Of(instrument.Id), BeginAsync,
            (database, epoch) => Texts.Of(database.ReadBook(instrument.Id, epoch)));

        async Task<string> BeginAsync()
        {
            var snapshot = (await connection.Books.OpenAsync(instrument.Id, CancellationToken.None))!;
            Begin(new BookActivation(snapshot, draws, Vouched));
            return Texts.Of(snapshot);
        }
    }

    private Opening OpenAccount(Account account)
    {
        var names = draws.Pick<int>([0, MostNames, int.MaxValue - 1]);
        return new Opening($"account {account.Id}", StreamKey.Of(account.Id), BeginAsync, (database, epoch) => Texts.Of(
            database.ReadAccount(account.Id, epoch, names), names) + Texts.Of(database.LastMarginEvents(account.Id)));

        async Task<string> BeginAsync()
        {
            var snapshot = (await connection.Accounts.OpenAsync(account.Id, names, CancellationToken.None))!;
            var margin = await connection.Margins.ReadLastAsync(account.Id, CancellationToken.None);
            Begin(new AccountActivation(snapshot, margin, draws, instruments));
            return Texts.Of(snapshot, names) + Texts.Of(margin);
        }
    }

    // Units that wait for a retry belong to the previous activation.
    private void Begin(IActivation activation)
    {
        _activations[activation.Stream] = activation;
        var waiting = _again.Select(units => units.Where(unit => unit.Fence.Stream != activation.Stream).ToList())
            .Where(units => units.Count > 0).ToList();
        _again.Clear();
        waiting.ForEach(_again.Enqueue);
    }

    private Question Pull(AccountActivation account, InstrumentId instrument)
    {
        var (id, settled) = (new AccountId(account.Stream.Id), account.Settled(instrument));
        return new Question($"events of {id} in {instrument} after {settled}", async () =>
        {
            var events = await connection.Accounts.ReadEventsAsync(id, instrument, settled, CancellationToken.None);
            account.Take(events);
            return Texts.Of(events);
        }, database => Texts.Of(database.EventsOf(id, instrument, settled)));
    }
}
