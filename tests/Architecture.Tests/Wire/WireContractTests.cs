namespace Rtx.Architecture.Tests.Wire;

/// <summary>What silos and API processes send each other stays readable for those of the version before: wire-contract.txt has what was agreed on.</summary>
public sealed class WireContractTests
{
    private const string Agreed = "tests/Architecture.Tests/Wire/wire-contract.txt";

    [Fact]
    public void Messages_calls_and_numbers_are_those_that_were_agreed_on()
    {
        var present = WireContract.Read();
        var agreed = File.ReadAllLines(Checkout.Path(Agreed));
        if (present.SequenceEqual(agreed)) return;

        var proposal = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(Agreed));
        File.WriteAllLines(proposal, present);
        Assert.Fail($"""
            Processes of the last version and of this one work together while a cluster is upgraded.
            So members, parameters, calls and numbers are added at the end, and never changed, moved or used again.
            Gone, or changed:
            {string.Join('\n', agreed.Except(present))}
            New, or changed:
            {string.Join('\n', present.Except(agreed))}
            If both versions understand it, or a migration raises schema_floor: cp {proposal} {Checkout.Path(Agreed)}
            """);
    }

    [Fact]
    public void Everything_that_is_sent_has_a_name_of_its_own()
    {
        var names = WireContract.Read().Select(line => line[..line.IndexOfAny(['(', ':'])]).ToList();

        Assert.DoesNotContain(names, name => name.Contains("WITHOUT ALIAS", StringComparison.Ordinal));
        Assert.Equal(names.Distinct(), names);
    }
}
