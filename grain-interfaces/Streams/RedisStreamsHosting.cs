using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Streams;

namespace Rtx.Streams;

/// <summary>
/// Registers the persistent stream provider on Redis Streams. Silos and clients must use the same name, queue count and service id.
/// Publishing returns when Redis has the events; delivery is at least once and in order per stream, so consumers must recognise duplicates.
/// </summary>
public static class RedisStreamsHosting
{
    /// <summary>Lets a silo publish to the provider and deliver from it.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">Name of the provider.</param>
    /// <param name="configure">Sets the options; the connection string is required.</param>
    /// <param name="pubSub">Where subscriptions are kept; explicit ones need durable storage.</param>
    public static ISiloBuilder AddRedisStreams(
        this ISiloBuilder builder, string name, Action<RedisStreamOptions> configure,
        StreamPubSubType pubSub = StreamPubSubType.ImplicitOnly)
    {
        AddOptions(builder.Services, name, configure);
        return builder.AddPersistentStreams(name, RedisStreamAdapterFactory.Create, provider =>
        {
            provider.ConfigureStreamPubSub(pubSub);
            provider.ConfigurePullingAgent(
                agent =>
                    agent.Configure<IOptionsMonitor<RedisStreamOptions>>(
                        (settings, options) => ConfigureAgent(settings, options.Get(name))));
        });
    }

    /// <summary>Lets a client publish to the provider.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="name">Name of the provider.</param>
    /// <param name="configure">Sets the options; the connection string is required.</param>
    /// <param name="pubSub">Where subscriptions are kept; the same as on the silos.</param>
    public static IClientBuilder AddRedisStreams(
        this IClientBuilder builder, string name, Action<RedisStreamOptions> configure,
        StreamPubSubType pubSub = StreamPubSubType.ImplicitOnly)
    {
        AddOptions(builder.Services, name, configure);
        return builder.AddPersistentStreams(name, RedisStreamAdapterFactory.Create, provider => provider.ConfigureStreamPubSub(pubSub));
    }

    private static void AddOptions(IServiceCollection services, string name, Action<RedisStreamOptions> configure)
    {
        services.TryAddSingleton<RedisStreamConnections>();
        services.TryAddSingleton(provider => new RedisDeadLetters(
            provider.GetRequiredService<RedisStreamConnections>(), provider.GetRequiredService<IOptionsMonitor<RedisStreamOptions>>(),
            provider.GetRequiredService<Serializer<RedisBatchContainer>>(), provider.GetRequiredService<IOptions<ClusterOptions>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisStreamOptions>, RedisStreamOptionsValidator>());
        services.AddOptions<RedisStreamOptions>(name).Configure(configure).ValidateOnStart();
    }

    private static void ConfigureAgent(StreamPullingAgentOptions agent, RedisStreamOptions options)
    {
        agent.GetQueueMsgsTimerPeriod = options.PollInterval;
        agent.BatchContainerBatchSize = options.DeliveryBatchSize;
        agent.MaxEventDeliveryTime = options.DeliveryTimeout;
    }
}
