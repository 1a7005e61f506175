using System.Globalization;
using Rtx.Actors.Accounts;

namespace Rtx.Actors.Tests.Accounts;

public sealed class ClientOrderIdsTests
{
    [Fact]
    public void An_id_that_was_not_loaded_may_be_used_also_when_two_of_those_loaded_have_one_hash()
    {
        var (one, other) = FindSameHash();
        var ids = new ClientOrderIds(maxKnown: 2);

        // One more than can be kept: there may be others in SQL.
        foreach (var loaded in new[] { one, other, "third" }) ids.AddUsed(loaded);

        Assert.True(ids.MayBeUsed(new ClientOrderId("not-loaded")));
    }

    [Fact]
    public void An_id_is_certainly_new_while_all_are_known()
    {
        var ids = new ClientOrderIds(maxKnown: 2);

        ids.AddUsed("one");
        ids.AddUsed("two");

        Assert.True(ids.MayBeUsed(new ClientOrderId("one")));
        Assert.False(ids.MayBeUsed(new ClientOrderId("new")));
        ids.AddUsed("three");
        Assert.True(ids.MayBeUsed(new ClientOrderId("new")));
    }

    // Each process hashes with its own key. Of 400,000 texts about 18 pairs share a 32-bit hash.
    private static (string One, string Other) FindSameHash()
    {
        Dictionary<int, string> seen = [];
        for (var number = 0; ; number++)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            if (!seen.TryAdd(string.GetHashCode(text, StringComparison.Ordinal), text))
            {
                return (seen[string.GetHashCode(text, StringComparison.Ordinal)], text);
            }
        }
    }
}
