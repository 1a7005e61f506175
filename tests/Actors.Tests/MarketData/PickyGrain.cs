using Orleans.Concurrency;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Rtx.Actors.Tests.MarketData;

/// <summary>A consumer that always rejects one event.</summary>
public interface IPickyGrain : IGrainWithIntegerKey
{
    [AlwaysInterleave]
    Task<IReadOnlyList<string>> GetAccepted();

    /// <summary>How often the stream reported that it gave up.</summary>
    [AlwaysInterleave]
    Task<int> CountFailures();
}

[ImplicitStreamSubscription(Namespace)]
internal sealed class PickyGrain : Grain, IPickyGrain, IStreamSubscriptionObserver, IAsyncObserver<string>
{
    public const string Namespace = "picky";
    public const string Refused = "bad";

    private readonly List<string> _accepted = [];
    private int _failures;

    public Task<IReadOnlyList<string>> GetAccepted() => Task.FromResult<IReadOnlyList<string>>([.. _accepted]);

    public Task<int> CountFailures() => Task.FromResult(_failures);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<string>().ResumeAsync(this);

    public Task OnNextAsync(string item, StreamSequenceToken? token = null)
    {
        if (item is Refused) throw new InvalidOperationException("Not this one.");
        _accepted.Add(item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        _failures++;
        return Task.CompletedTask;
    }
}
