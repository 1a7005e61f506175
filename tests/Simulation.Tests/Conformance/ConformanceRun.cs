using Rtx.Simulation.Tests.Storage;
using Rtx.Testing;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>
/// One seeded history: three silos query PostgreSQL, sequentially and concurrently, and after each step some order of execution in the
/// simulated database must give the same answers.
/// </summary>
internal sealed class ConformanceRun(int seed, IReadOnlyList<SiloConnection> connections)
{
    private const int Steps = 150;

    private readonly Draws _draws = new(seed);
    private readonly List<string> _told = [];
    private SimulatedHistory? _history;

    /// <summary>Requests and answers, one per line.</summary>
    public IReadOnlyList<string> Told => _told;

    /// <summary>Answers by their kind.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>The difference between the two databases; null when there is none.</summary>
    public async Task<string?> RunAsync()
    {
        var silos = await BeginAsync();
        for (var step = 1; step <= Steps; step++)
        {
            var asked = silos.Where(_ => _draws.Chance(45)).DefaultIfEmpty(_draws.Pick(silos))
                .Select(silo => (Silo: silo, Operation: silo.Draw())).ToList();
            var answers = await Task.WhenAll(asked.Select(ask => ask.Operation.AskAsync()));
            if (Compare([.. asked.Select(ask => ask.Operation)], answers) is { } difference) return difference;
            foreach (var ((silo, operation), answer) in asked.Zip(answers))
            {
                if (operation is not Commit commit) continue;
                Count(commit.HadDeadlock ? "deadlock" : answer.Text);
                if (silo.Conclude(commit, answer) is { } problem) return problem;
            }
        }

        foreach (var question in silos[0].Questions.All())
        {
            var (answer, expected) = ((await question.AskAsync()).Text, question.AnswerOf(_history!.Database));
            if (answer != expected) return $"In the end {question} differs:\n{Texts.Difference(answer, expected)}";
        }

        return null;
    }

    private async Task<List<ConformingSilo>> BeginAsync()
    {
        var first = connections[0];
        var owner = (await first.Users.CreateAsync($"user-{seed}", "no hash", 1, CancellationToken.None))!;
        List<Account> accounts = [];
        while (accounts.Count < 3) accounts.Add((await first.Accounts.CreateAsync(owner.Id, "test", CancellationToken.None))!);
        List<Instrument> instruments = [];
        foreach (var contract in new[] { TestInstruments.SpotWithFees, TestInstruments.Margined })
            instruments.Add((await first.Instruments.CreateAsync(
                contract with { Id = default, Symbol = $"{contract.Symbol}-{seed}" }, CancellationToken.None))!);
        _history = new SimulatedHistory(() => new SimulatedDatabase(instruments, accounts, connections[0].Timeline));
        return [.. connections.Select(connection => new ConformingSilo(
            connection, new Questions(connection, _draws, accounts, instruments), _draws, accounts, instruments, stream =>
                _history!.Database.Epoch(stream)))];
    }

    private string? Compare(IReadOnlyList<IOperation> operations, Answer[] answers)
    {
        foreach (var (operation, answer) in operations.Zip(answers))
        {
            _told.Add($"{(operations.Count > 1 ? "| " : "")}{operation}: {answer.ToString().Split('\n')[0]}");
        }
        if (SerialOrders.Find(_history!, operations, answers, out var expected) is { } found)
        {
            _history = found;
            return null;
        }

        var differences = operations.Select(
            (operation, i) => $"{operation}\n{Texts.Difference(answers[i].ToString(), expected[i].ToString())}");
        return $"{(operations.Count == 1 ? "Differs" : "No order gives these answers; in the last one tried")}:\n{string.Join('\n', differences)}";
    }

    private void Count(string kind) => Counts[kind] = Counts.GetValueOrDefault(kind) + 1;
}
