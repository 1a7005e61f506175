using System.Globalization;
using Rtx.Chaos.Processes;

namespace Rtx.Chaos.Network;

/// <summary>
/// The network of a run. Where the machine allows network namespaces, each silo runs in its own namespace behind a bridge, PostgreSQL and
/// Redis have their own addresses, and any two of them can be cut off from each other; elsewhere everything is on loopback and nothing can
/// be cut.
/// </summary>
internal sealed class Island : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";
    private const string NamespacePrefix = "rtx-chaos-";
    private const string BridgePrefix = "rxc";
    // An unused address: packets sent there are lost, as with a broken cable.
    private const string Nowhere = "02:00:00:00:00:99";

    private readonly int _subnet;
    private readonly string _bridge = $"{BridgePrefix}{Environment.ProcessId}";

    private Island(int subnet) => _subnet = subnet;

    /// <summary>Whether parts can be cut off.</summary>
    public bool CanCut => _subnet > 0;

    /// <summary>Address of PostgreSQL.</summary>
    public string Database => CanCut ? Address(2) : Loopback;

    /// <summary>Address of Redis.</summary>
    public string Redis => CanCut ? Address(3) : Loopback;

    /// <summary>Addresses that may connect, in the syntax of <c>pg_hba.conf</c>.</summary>
    public string Range => CanCut ? $"10.213.{_subnet}.0/24" : $"{Loopback}/32";

    /// <summary>Creates the network for a number of silos.</summary>
    public static async Task<Island> CreateAsync(int silos)
    {
        var island = new Island(await IsAllowedAsync() ? await FreeSubnetAsync() : 0);
        if (!island.CanCut) return island;
        await RemoveLeftoversAsync();
        await IpAsync($"link add {island._bridge} type bridge");
        foreach (var host in new[] { 1, 2, 3 }) await IpAsync($"addr add {island.Address(host)}/24 dev {island._bridge}");
        await IpAsync($"link set {island._bridge} up");
        for (var silo = 1; silo <= silos; silo++) await island.AddAsync(silo);
        return island;
    }

    /// <summary>Address of a silo.</summary>
    public string Silo(int silo) => CanCut ? Address(10 + silo) : Loopback;

    /// <summary>Command prefix that runs a program in the network namespace of a silo.</summary>
    public IReadOnlyList<string> InPlaceOf(int silo) => CanCut ? ["ip", "netns", "exec", Namespace(silo)] : [];

    /// <summary>Takes a silo off the network, or reconnects it.</summary>
    public Task SetConnectedAsync(int silo, bool isConnected) => IpAsync($"link set {Cable(silo)} {(isConnected ? "up" : "down")}");

    /// <summary>Blocks everything that a silo sends to an address, or lets it through again.</summary>
    public async Task SetReachableAsync(int silo, string address, bool isReachable)
    {
        var change = isReachable ? $"neigh del {address} dev eth0" : $"neigh replace {address} lladdr {Nowhere} nud permanent dev eth0";
        await Command.RunAsync([.. InPlaceOf(silo), "ip", .. change.Split(' ')]);
    }

    public async ValueTask DisposeAsync()
    {
        if (CanCut) await RemoveAsync(Environment.ProcessId);
    }

    private async Task AddAsync(int silo)
    {
        var place = Namespace(silo);
        await IpAsync($"netns add {place}");
        await IpAsync($"link add {Cable(silo)} type veth peer name eth0 netns {place}");
        await IpAsync($"link set {Cable(silo)} master {_bridge} up");
        await IpAsync($"-n {place} addr add {Silo(silo)}/24 dev eth0");
        await IpAsync($"-n {place} link set eth0 up");
        await IpAsync($"-n {place} link set lo up");
    }

    private string Address(int host) => $"10.213.{_subnet}.{host}";

    private static string Namespace(int silo) => $"{NamespacePrefix}{Environment.ProcessId}-{silo}";

    private string Cable(int silo) => $"{_bridge}s{silo}";

    private static async Task<bool> IsAllowedAsync()
    {
        var probe = $"{NamespacePrefix}{Environment.ProcessId}-probe";
        if ((await Command.TryAsync(["ip", "netns", "add", probe])).ExitCode != 0) return false;
        await IpAsync($"netns del {probe}");
        return true;
    }

    private static async Task<int> FreeSubnetAsync()
    {
        var taken = await IpAsync("-o -4 addr");
        return Enumerable.Range(0, 250)
            .Select(step => 1 + ((Environment.ProcessId + step) % 250))
            .First(subnet => !taken.Contains($"10.213.{subnet}.", StringComparison.Ordinal));
    }

    // A killed run could not clean up.
    private static async Task RemoveLeftoversAsync()
    {
        var owners = (await IpAsync("netns list")).Split('\n').Where(line => line.StartsWith(NamespacePrefix, StringComparison.Ordinal))
            .Select(line => line[NamespacePrefix.Length..].Split('-')[0])
            .Concat((await IpAsync("-o link show type bridge")).Split('\n')
                .Select(line => line.Split(':') is [_, var name, ..] ? name.Trim() : "")
                .Where(name => name.StartsWith(BridgePrefix, StringComparison.Ordinal)).Select(name => name[BridgePrefix.Length..]))
            .Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct();
        foreach (var owner in owners.Where(owner => !Directory.Exists($"/proc/{owner}"))) await RemoveAsync(owner);
    }

    private static async Task RemoveAsync(int owner)
    {
        foreach (
            var line in (await IpAsync("netns list"))
                .Split('\n')
                .Where(line => line.StartsWith($"{NamespacePrefix}{owner}-", StringComparison.Ordinal)))
            await Command.TryAsync(["ip", "netns", "del", line.Split(' ')[0]]);
        await Command.TryAsync(["ip", "link", "del", $"{BridgePrefix}{owner}"]);
    }

    private static Task<string> IpAsync(string arguments) => Command.RunAsync(["ip", .. arguments.Split(' ')]);
}
