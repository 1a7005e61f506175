using Rtx.ClientApi.Errors;
using Rtx.ClientApi.Instruments;
using Rtx.ClientApi.Wire;
using Rtx.Model;

namespace Rtx.ClientApi.Ticks;

/// <summary>The way of a provider's ticks from the wire to the gateway.</summary>
internal sealed class TickIntake(InstrumentCatalog catalog, TickScreen screen, TickQuarantine quarantine, ITickGateway gateway)
{
    /// <summary>Takes a batch: all that is to be believed goes to the gateway, the rest into quarantine. An error says that nothing of it was taken.</summary>
    /// <exception cref="Streams.StreamQueueFullException">There is no room; a part may have been taken.</exception>
    public async Task<Outcome<Client.SendTicksReply>> Take(IReadOnlyList<Client.Tick> batch, CancellationToken cancellationToken)
    {
        var ticks = new Tick[batch.Count];
        for (var i = 0; i < ticks.Length; i++)
        {
            var found = await catalog.Find(batch[i].Symbol, cancellationToken);
            if (!found.TryGet(out var instrument, out var unknown)) return AtElement(i, unknown);
            if (TickTranslation.Translate(instrument, batch[i], out ticks[i]) is { } error) return AtElement(i, error);
        }

        var screened = screen.Screen(ticks);
        // Put aside first: a batch that fails after it is sent again, and a tick too many in quarantine is no harm.
        if (screened.Bad.Count > 0) await quarantine.Add(screened.Bad.Select(bad => (batch[bad.Index], bad.Reason)));
        if (screened.Good.Count > 0) await gateway.SendAsync(screened.Good, cancellationToken);
        screened.Keep();
        return new Client.SendTicksReply
        {
            Accepted = screened.Good.Count,
            Quarantined = [.. screened.Bad.Select(bad => new Client.QuarantinedElement(bad.Index, bad.Reason))],
        };
    }

    private static ApiError AtElement(int index, ApiError error) => error with { Detail = $"ticks[{index}]: {error.Detail}" };
}
