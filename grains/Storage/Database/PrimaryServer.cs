using Npgsql;

namespace Rtx.Storage.Database;

/// <summary>Connection pools to the server in a connection string, or to the primary when there are several.</summary>
internal static class PrimaryServer
{
    // A cached state (unreachable or standby) hides that a server has become the primary again.
    private const int RecheckSeconds = 1;

    /// <summary>Creates a pool; nothing is opened yet.</summary>
    public static NpgsqlDataSource CreatePool(NpgsqlConnectionStringBuilder settings, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        // WithTargetSession below selects the server instead; Npgsql does not accept both.
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            TargetSessionAttributes = null, HostRecheckSeconds = RecheckSeconds,
        };
        var builder = new NpgsqlDataSourceBuilder(own.ConnectionString);
        configure?.Invoke(builder);
        var pool = builder.Build();
        return pool is NpgsqlMultiHostDataSource several ? several.WithTargetSession(TargetSessionAttributes.Primary) : pool;
    }
}
