using Orleans.Messaging;
using Rtx.Hosting.Clustering;

namespace Rtx.Api.Tests.Cluster;

public sealed class KnownGatewaysTests
{
    private static readonly Uri One = new("gwy.tcp://10.0.0.1:30000/1");
    private static readonly Uri Other = new("gwy.tcp://10.0.0.2:30000/1");

    [Fact]
    public async Task Gateways_stay_known_when_the_membership_lists_none()
    {
        var membership = new Membership();
        var gateways = new KnownGateways(membership);
        membership.Listed = [One, Other];
        await gateways.GetGateways();

        membership.Listed = [];

        Assert.Equal([One, Other], await gateways.GetGateways());
    }

    [Fact]
    public async Task A_gateway_that_is_no_longer_listed_beside_others_is_gone()
    {
        var membership = new Membership();
        var gateways = new KnownGateways(membership);
        membership.Listed = [One, Other];
        await gateways.GetGateways();

        membership.Listed = [Other];

        Assert.Equal([Other], await gateways.GetGateways());
    }

    private sealed class Membership : IGatewayListProvider
    {
        public IList<Uri> Listed { get; set; } = [];

        public TimeSpan MaxStaleness => TimeSpan.FromSeconds(1);

        public bool IsUpdatable => true;

        public Task InitializeGatewayListProvider() => Task.CompletedTask;

        public Task<IList<Uri>> GetGateways() => Task.FromResult(Listed);
    }
}
