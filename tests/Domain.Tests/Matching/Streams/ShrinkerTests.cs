using Rtx.Testing.Matching;

namespace Rtx.Domain.Tests.Matching.Streams;

public class ShrinkerTests
{
    [Fact]
    public void Items_that_fail_together_are_kept_in_order()
    {
        int[] needed = [3, 517, 518, 999];
        var shrunk = Shrinker.Shrink([.. Enumerable.Range(0, 1_000)], items => needed.All(items.Contains));

        Assert.Equal(needed, shrunk);
    }

    [Fact]
    public void One_of_several_causes_is_enough()
    {
        var shrunk = Shrinker.Shrink([.. Enumerable.Range(0, 1_000)], items => items.Any(item => item % 100 == 7));

        Assert.Single(shrunk);
    }

    [Fact]
    public void Failure_without_any_items_shrinks_to_nothing() => Assert.Empty(Shrinker.Shrink([1, 2, 3], _ => true));
}
