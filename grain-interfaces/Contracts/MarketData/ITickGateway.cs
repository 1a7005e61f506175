namespace Rtx.Contracts;

/// <summary>The way into the tick stream, for feeds and for our own books.</summary>
public interface ITickGateway
{
    /// <summary>
    /// Splits ticks by shard, in order, and sends them; completes when the stream has them durably. A failure leaves the outcome of the batch unknown:
    /// send it again, duplicates are recognised by provider, kind and sequence.
    /// </summary>
    /// <exception cref="ArgumentException">A tick does not pass <see cref="TickChecks"/>; nothing was sent.</exception>
    Task SendAsync(IReadOnlyList<Tick> ticks, CancellationToken cancellationToken = default);
}
