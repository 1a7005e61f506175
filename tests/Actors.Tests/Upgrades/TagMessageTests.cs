using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Rtx.Actors.Tests.Upgrades;

/// <summary>Tags as an older version sends them (numbers), and what that version reads from current messages.</summary>
public sealed class TagMessageTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    [Theory]
    [InlineData("7", 7)]
    [InlineData("-7", -7)]
    [InlineData("grid:7", 0)]
    public void An_older_version_reads_the_tag_of_an_order_if_that_is_a_number(string tag, int before)
    {
        var told = Convert<OrderInstructions, InstructionsBefore>(new OrderInstructions { Tag = new OrderTag(tag), ListIndex = 3 });

        Assert.Equal((before, 3), (told.Tag, told.ListIndex));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-7, "-7")]
    [InlineData(int.MinValue, "-2147483648")]
    public void The_number_of_an_older_version_is_a_tag(int before, string? tag) =>
        Assert.Equal(tag, Convert<InstructionsBefore, OrderInstructions>(new InstructionsBefore { Tag = before }).Tag.Text);

    [Theory]
    [InlineData("7", 7)]
    [InlineData("grid:7", int.MinValue)]
    [InlineData(null, null)]
    public void An_older_version_cancels_what_has_the_tag_and_nothing_else(string? tag, int? before) =>
        Assert.Equal(before, Convert<MassCancel, MassCancelBefore>(new MassCancel { Tag = tag is null ? default : new OrderTag(tag) }).Tag);

    [Theory]
    [InlineData(7, "7")]
    [InlineData(0, "0")]
    [InlineData(null, null)]
    public void An_older_version_cancels_by_its_number(int? before, string? tag) =>
        Assert.Equal(tag, Convert<MassCancelBefore, MassCancel>(new MassCancelBefore(null, null, before, null)).Tag.Text);

    [Theory]
    [InlineData("7")]
    [InlineData("grid:7")]
    public void A_tag_arrives_as_it_was_sent(string tag)
    {
        var instructions = new OrderInstructions { Tag = new OrderTag(tag) };
        var cancel = new MassCancel(Side: Side.Sell) { Tag = new OrderTag(tag) };

        Assert.Equal(instructions, Convert<OrderInstructions, OrderInstructions>(instructions));
        Assert.Equal(cancel, Convert<MassCancel, MassCancel>(cancel));
    }

    public void Dispose() => _services.Dispose();

    private TTo Convert<TFrom, TTo>(TFrom from)
    {
        var bytes = _services.GetRequiredService<Serializer<TFrom>>().SerializeToArray(from);
        return _services.GetRequiredService<Serializer<TTo>>().Deserialize(bytes)!;
    }

    [GenerateSerializer, Alias("rtx.tests.InstructionsBefore")]
    internal sealed record InstructionsBefore
    {
        [Id(10)] public int Tag { get; init; }

        [Id(14)] public int ListIndex { get; init; }
    }

    [GenerateSerializer, Alias("rtx.tests.MassCancelBefore")]
    internal sealed record MassCancelBefore(InstrumentId? InstrumentId, Side? Side, int? Tag, long? ConnectionId);
}
