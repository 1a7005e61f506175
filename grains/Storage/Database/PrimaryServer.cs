using Npgsql;

namespace Rtx.Storage.Database;

/// <summary>Pools of connections to the only server that a connection string names, or to whichever of several is the primary.</summary>
internal static class PrimaryServer
{
    // What is remembered of a server, that it was away or a standby, hides that it is the primary again.
    private const int RecheckSeconds = 1;

    /// <summary>Creates a pool; nothing is opened yet.</summary>
    public static NpgsqlDataSource CreatePool(NpgsqlConnectionStringBuilder settings, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        // The pool is told instead which of the servers is wanted; Npgsql refuses to be told twice.
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { TargetSessionAttributes = null, HostRecheckSeconds = RecheckSeconds };
        var builder = new NpgsqlDataSourceBuilder(own.ConnectionString);
        configure?.Invoke(builder);
        var pool = builder.Build();
        return pool is NpgsqlMultiHostDataSource several ? several.WithTargetSession(TargetSessionAttributes.Primary) : pool;
    }
}
