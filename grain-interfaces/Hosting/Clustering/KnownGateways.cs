using Microsoft.Extensions.DependencyInjection;
using Orleans.Messaging;

namespace Rtx.Hosting.Clustering;

/// <summary>
/// The gateways of the silos, from the membership table. When the table is empty because Redis has lost it, the last known gateways stay
/// listed.
/// </summary>
internal sealed class KnownGateways(IGatewayListProvider membership) : IGatewayListProvider
{
    private IList<Uri> _known = [];

    public TimeSpan MaxStaleness => membership.MaxStaleness;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => membership.InitializeGatewayListProvider();

    public async Task<IList<Uri>> GetGateways()
    {
        var listed = await membership.GetGateways();
        if (listed.Count > 0) _known = listed;
        return _known;
    }

    /// <summary>Wraps the registered provider.</summary>
    public static void Wrap(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IGatewayListProvider));
        services.Remove(registered);
        services.AddSingleton<IGatewayListProvider>(
            provider =>
                new KnownGateways((IGatewayListProvider)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)));
    }
}
