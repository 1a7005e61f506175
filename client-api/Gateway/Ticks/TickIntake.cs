using Rtx.Gateway.Access;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Instruments;
using Rtx.Gateway.Wire;
using Rtx.Model;
using Rtx.Streams;

namespace Rtx.Gateway.Ticks;

/// <summary>Processes a provider's ticks from the wire to the gateway.</summary>
public sealed class TickIntake(
    InstrumentCatalog catalog, RightsWatch rights, ProviderAccess access, TickScreen screen, TickQuarantine quarantine,
    ITickGateway gateway)
{
    /// <summary>Accepts a batch: plausible ticks go to the gateway, the rest into quarantine. On an error nothing was accepted.</summary>
    /// <exception cref="StreamQueueFullException">The queue is full; a part may have been accepted.</exception>
    public async Task<Outcome<Client.SendTicksReply>> Take(
        Caller sender, IReadOnlyList<Client.Tick> batch, CancellationToken cancellationToken)
    {
        if (batch.Count is < 1 or > Client.SendTicksRequest.MaxTicks)
            return ApiError.Invalid($"ticks must have 1 to {Client.SendTicksRequest.MaxTicks} elements.");
        var ticks = new Tick[batch.Count];
        for (var i = 0; i < ticks.Length; i++)
        {
            var found = await catalog.Find(batch[i].Symbol, cancellationToken);
            if (!found.TryGet(out var instrument, out var unknown)) return AtElement(i, unknown);
            if (TickTranslation.Translate(instrument, batch[i], out ticks[i]) is { } error) return AtElement(i, error);
        }

        return await Take(sender, ticks, index => batch[index], cancellationToken);
    }

    /// <inheritdoc cref="Take(Caller, IReadOnlyList{Client.Tick}, CancellationToken)" />
    public async Task<Outcome<Client.SendTicksReply>> Take(Caller sender, TickBatch batch, CancellationToken cancellationToken)
    {
        var ticks = new Tick[batch.Count];
        try
        {
            batch.CopyTo(ticks);
        }
        catch (FormatException damaged)
        {
            return ApiError.Invalid(damaged.Message);
        }

        var instruments = new Dictionary<InstrumentId, Instrument>();
        for (var i = 0; i < ticks.Length; i++)
        {
            if (!instruments.TryGetValue(ticks[i].InstrumentId, out var instrument))
            {
                if (await catalog.Find(ticks[i].InstrumentId, cancellationToken) is not { } found)
                    return AtElement(
                        i, ApiError.NotFound(Client.RtxErrorCodes.UnknownInstrument, $"There is no instrument {ticks[i].InstrumentId}."));
                instruments.Add(ticks[i].InstrumentId, instrument = found);
            }

            if (TickTranslation.Check(instrument, ticks[i]) is { } error) return AtElement(i, error);
        }

        return await Take(
            sender, ticks, index => MarketDataWire.ToWire(instruments[ticks[index].InstrumentId], ticks[index]), cancellationToken);
    }

    private async Task<Outcome<Client.SendTicksReply>> Take(
        Caller sender, Tick[] ticks, Func<int, Client.Tick> toWire, CancellationToken cancellationToken)
    {
        // Checked for each batch: an upload may last for days.
        var now = await rights.Find(sender.UserId, cancellationToken);
        if (now.Role is null) return ApiError.Unauthenticated;
        var caller = sender with { Permissions = now.Permissions };
        if (!caller.May(Permissions.SendTicks)) return ApiError.Forbidden;
        if (await access.Check(caller, ticks, cancellationToken) is { } refusal) return refusal;
        var screened = screen.Screen(ticks, isOfThePast: caller.May(Permissions.ImportTicks));
        // Quarantine first: a batch that fails afterwards is sent again, and a duplicate in quarantine does no harm.
        if (screened.Bad.Count > 0) await quarantine.Add(screened.Bad.Select(bad => (toWire(bad.Index), bad.Reason)));
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
