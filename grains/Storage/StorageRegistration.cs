using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rtx.Storage.Commits;
using Rtx.Storage.Database;
using Rtx.Storage.Trading;

namespace Rtx.Storage;

/// <summary>Registers the stores of the trading database and the group commit.</summary>
public static class StorageRegistration
{
    /// <summary>Adds everything that reads or writes the trading database. Call it before Orleans, so that the committer stops after the grains.</summary>
    public static IServiceCollection AddTradingStorage(this IServiceCollection services, string connectionString, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IValidateOptions<GroupCommitOptions>, GroupCommitOptionsValidator>();
        services.AddOptions<GroupCommitOptions>().Bind(configuration.GetSection("Rtx:GroupCommit")).ValidateOnStart();
        services.AddSingleton(_ => new TradingDatabase(connectionString));
        services.AddSingleton<BookStore>().AddSingleton<IBookStore>(provider => provider.GetRequiredService<BookStore>());
        services.AddSingleton<AccountStore>().AddSingleton<IAccountStore>(provider => provider.GetRequiredService<AccountStore>());
        services.AddSingleton<MarginStore>().AddSingleton<IMarginStore>(provider => provider.GetRequiredService<MarginStore>());
        services.AddSingleton<AccountControlStore>().AddSingleton<IAccountControlStore>(provider => provider.GetRequiredService<AccountControlStore>());
        services.AddSingleton<UserStore>().AddSingleton<InstrumentStore>().AddSingleton<IInstrumentStore>(provider => provider.GetRequiredService<InstrumentStore>());
        services.AddSingleton<HistoryStore>().AddSingleton<InvariantChecks>();
        services.AddSingleton<GroupCommit>();
        services.AddHostedService(provider => provider.GetRequiredService<GroupCommit>());
        return services;
    }
}
