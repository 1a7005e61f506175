using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Rtx.ClientApi.Auth;
using Rtx.ClientApi.Cluster;
using Rtx.ClientApi.Edge;
using Rtx.ClientApi.Endpoints;
using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Hubs;
using Rtx.ClientApi.LiveData;
using Rtx.ClientApi.OpenApi;
using Rtx.ClientApi.RateLimits;
using Rtx.ClientApi.Ticks;
using Rtx.ClientApi.Web;
using Rtx.ClientApi.Wire;
using Rtx.Gateway;
using Rtx.Gateway.Access;
using Rtx.Gateway.Limits;
using Rtx.Hosting.Clustering;
using Rtx.Hosting.Health;
using Rtx.Hosting.Logins;
using Rtx.Hosting.Redis;
using StackExchange.Redis;

namespace Rtx.ClientApi;

/// <summary>Builds the API.</summary>
internal static class ApiHost
{
    /// <summary>Enough for any request except a batch of ticks.</summary>
    private const long MaxBodyBytes = 64 * 1024;

    // Fits the largest batch of orders with every member present.
    private const int MaxHubMessageBytes = 256 * 1024;

    /// <summary>Hub calls of one connection that run in parallel, so that an order need not wait for the one before it.</summary>
    private const int MaxParallelHubCalls = 64;

    private const string HubPath = "/hubs/trading";

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.UseConnectionGate();
        });
        builder.AddClusterConnection();
        AddServices(builder.Services);
        AddLogins(builder.Services);
        AddWire(builder.Services);
        var app = builder.Build();
        Map(app);
        app.Services.ConnectRedis();
        return app;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddGateway();
        services.AddSingleton<TickUpload>();
        services.AddSingleton<ConnectionGate>();
        services.AddSingleton<LoginGate>();
        services.AddSingleton<HubTicketRateLimiter>();
        services.AddSingleton<LiveConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveConnections>());
        services.AddSingleton<IUserConnections>(provider => provider.GetRequiredService<LiveConnections>());
        services.AddSingleton<ITickGateway>(provider => ActivatorUtilities.CreateInstance<LiveTickGateway>(
            provider, new TickGateway(provider.GetRequiredKeyedService<IStreamProvider>(TickStream.Provider))));
        services.AddSingleton<LatestQuotes>();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton<OrderQueues>();
        services.AddSingleton<ReadinessProbe>();
        services.AddHealthChecks()
            .AddCheck<StartupCheck>(HealthPages.Startup, tags: [HealthPages.Startup])
            .AddCheck<ReadinessCheck>(HealthPages.Ready, tags: [HealthPages.Ready]);
    }

    private static void AddLogins(IServiceCollection services)
    {
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddSingleton(provider =>
        {
            var limits = provider.GetRequiredService<IOptions<RateLimitOptions>>().Value;
            return new FailedLogins(
                provider.GetRequiredService<IConnectionMultiplexer>(),
                provider.GetRequiredService<IOptions<ClusterSettings>>().Value.ServiceId,
                new FailedLoginLimits(limits.FailedLoginsPerMinutePerAddress, limits.FailedLoginsPerMinutePerUserAndAddress),
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<HubTickets>();
        services.AddSingleton<Passwords>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens>((options, tokens) =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = tokens.ValidationParameters();
            options.Events = new JwtBearerEvents
            {
                OnMessageReceived = async context =>
                {
                    if (!context.Request.Path.StartsWithSegments(HubPath, StringComparison.OrdinalIgnoreCase)
                        || !context.Request.Query.TryGetValue(HubTickets.QueryParameter, out var query))
                        return;
                    if (query is [{ } ticket]
                        && await context.HttpContext.RequestServices.GetRequiredService<HubTickets>().RedeemAsync(ticket) is { } token)
                        context.Token = token;
                    // Even when the header carries a token: a client that also puts one into the address must notice.
                    else context.Fail("What stands in the address is no ticket of use.");
                },
            };
        });
        services.AddAuthorization();
    }

    private static void AddWire(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => StrictJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<PlainLongConstraint>("long"));
        services.AddExceptionHandler<FailureHandler>();
        services.AddProblemDetails();
        services.AddApiDocument();
        services.AddSingleton<HubFailureFilter>();
        services.AddSingleton<HubLifetimeManager<TradingHub>, LiveLifetimeManager>();
        services.AddSignalR(hub =>
            {
                hub.MaximumParallelInvocationsPerClient = MaxParallelHubCalls;
                hub.MaximumReceiveMessageSize = MaxHubMessageBytes;
                hub.AddFilter<HubFailureFilter>();
            })
            .AddMessagePackProtocol(messagePack => messagePack.SerializerOptions = StrictMessagePack.Options)
            .AddJsonProtocol(json => StrictJson.Configure(json.PayloadSerializerOptions));
        services.AddCodedHubProtocols();
    }

    private static void Map(WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseRefusedUploads();
        app.UseExceptionHandler();
        app.UseStatusCodePages(
            status => ProblemAnswers.WriteAsync(status.HttpContext, FailureHandler.Describe(status.HttpContext.Response.StatusCode)));
        app.UseSecurityHeaders();
        app.UseRequestGuard();
        app.UseClusterGate();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseAuthentication();
        app.UseCurrentRights();
        app.UseAuthorization();
        app.UseRequestLimits();

        app.MapHealthPages().WithLimit(LimitClass.Open);
        app.MapApiDocument();

        var api = app.MapGroup("/api/v1").RequireAuthorization();
        api.AddEdgeFilter();
        api.MapSessions();
        api.MapAccounts();
        api.MapExecutions();
        api.MapOrders();
        api.MapInstruments();
        api.MapSchedules();
        api.MapMarkRules();
        api.MapDownloads();
        api.MapMarketData();
        api.MapTicks();
        api.MapAdministration();
        api.MapProviders();
        api.MapVerification();
        app.MapHub<TradingHub>(HubPath, options => options.CloseOnAuthenticationExpiration = true).WithLimit(LimitClass.Live);
    }
}
