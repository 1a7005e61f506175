using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace Rtx.Streams;

/// <summary>Creates the parts of one provider.</summary>
internal sealed class RedisStreamAdapterFactory : IQueueAdapterFactory
{
    private readonly string _name;
    private readonly IServiceProvider _services;
    private readonly RedisStreamOptions _options;
    private readonly HashRingBasedStreamQueueMapper _mapper;
    private readonly SimpleQueueAdapterCache _cache;
    private readonly ILogger _logger;

    private RedisStreamAdapterFactory(IServiceProvider services, string name)
    {
        var loggerFactory = services.GetRequiredService<ILoggerFactory>();
        _name = name;
        _services = services;
        _options = services.GetRequiredService<IOptionsMonitor<RedisStreamOptions>>().Get(name);
        _mapper = new HashRingBasedStreamQueueMapper(new HashRingStreamQueueMapperOptions { TotalQueueCount = _options.QueueCount }, name);
        _cache = new SimpleQueueAdapterCache(new SimpleQueueCacheOptions { CacheSize = _options.CacheSize }, name, loggerFactory);
        _logger = loggerFactory.CreateLogger<RedisStreamAdapterFactory>();
    }

    public static IQueueAdapterFactory Create(IServiceProvider services, string name) => new RedisStreamAdapterFactory(services, name);

    [Obsolete("The runtime calls the overload with a cancellation token.")]
    public Task<IQueueAdapter> CreateAdapter() => CreateAdapter(CancellationToken.None);

    public async Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken)
    {
        var database = await _services.GetRequiredService<RedisStreamConnections>().Connect(_options.ConnectionString);
        var serviceId = _services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId;
        var time = _services.GetService<TimeProvider>() ?? TimeProvider.System;
        var serializer = _services.GetRequiredService<Serializer<RedisBatchContainer>>();
        return new RedisStreamAdapter(_name, OpenQueue, _mapper, serializer, _options, time, _logger);

        RedisQueue OpenQueue(QueueId queueId) => new(database, serviceId, _name, queueId.GetNumericId(), _options);
    }

    public IQueueAdapterCache GetQueueAdapterCache() => _cache;

    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new RedisStreamFailureHandler(_logger));
}
