using System.Globalization;
using Rtx.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rtx.Cli.Verification;

/// <summary>What <c>rtx verify</c> found.</summary>
internal sealed record VerifyReport
{
    /// <summary>Invariants of the databases; empty when only a book or an account is verified.</summary>
    public required IReadOnlyList<InvariantResult> Invariants { get; init; }

    /// <summary>Books and accounts that were compared with the database.</summary>
    public required IReadOnlyList<Client.Verification> Verifications { get; init; }

    /// <summary>What is not settled yet.</summary>
    public required SettlementLag Settlement { get; init; }

    /// <summary>A longer settlement lag counts as a failure.</summary>
    public required double MaxLagSeconds { get; init; }

    /// <summary>No invariant is broken, nothing differs, and nothing is unsettled for too long.</summary>
    public bool IsRight =>
        Invariants.All(invariant => invariant.Violations == 0) && Verifications.All(verification => verification.IsRight) && !IsLate;

    private bool IsLate => Settlement.LagSeconds > MaxLagSeconds;

    public IRenderable ForPeople()
    {
        List<IRenderable> parts = [];
        if (Invariants.Count > 0) parts.Add(Tables.Invariants(Invariants));
        parts.Add(Tables.Of(["What", "Compared", "At", "Hash", ""], Verifications.SelectMany(Rows)));
        parts.AddRange(Sentences().Select(sentence => new Text($"{sentence}\n")));
        return new Rows(parts);
    }

    /// <summary>What is wrong or left out, one sentence each, and how it ends.</summary>
    public IEnumerable<string> Sentences()
    {
        foreach (var invariant in Invariants.Where(invariant => invariant.Violations != 0))
        {
            yield return $"{invariant.Name} is broken by {invariant.Violations} rows.";
        }
        foreach (var verification in Verifications)
        {
            foreach (var comparison in verification.Comparisons)
            {
                if (comparison.Remark is { } remark) yield return $"{verification.Subject}: {remark}.";
                foreach (var difference in comparison.Differences)
                    yield return $"{verification.Subject}: {difference.Part} is {difference.Left ?? "nothing"} in {comparison.Left}, {difference.Right ?? "nothing"} in {comparison.Right}.";
            }
        }

        foreach (var unsettled in IsLate ? Settlement.Oldest : [])
            yield return $"account {unsettled.AccountId} has settled {unsettled.Symbol} up to {unsettled.SettledSequence} of {unsettled.LastSequence}, since {Tables.Time(unsettled.Since)}.";
        yield return Settlement.UnsettledBooks == 0
            ? "Everything is settled."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Settlement.UnsettledBooks} books of accounts are not settled yet, the oldest for {Settlement.LagSeconds:0.###} s.");
        yield return IsRight ? "Everything is right." : "Something is wrong: stop, and keep the database as it is.";
    }

    private static IEnumerable<string[]> Rows(Client.Verification verification) => verification.Comparisons.Select(comparison => new[]
    {
        verification.Subject, $"{comparison.Left} = {comparison.Right}", $"{comparison.Sequence}", comparison.LeftHash,
        comparison.Differences.Count == 0 ? "equal" : "DIFFERENT",
    });
}
