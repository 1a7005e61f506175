using Rtx.Domain.Orders;

namespace Rtx.Actors.Accounts;

/// <summary>Completes requests with what only books and instruments know; how is <see cref="RequestTerms"/>'s to say. A plain order needs no call.</summary>
internal sealed class OrderTermsResolver(IGrainFactory grains)
{
    public async Task<ResolvedTerms> ResolveAsync(AccountId account, Instrument instrument, NewOrder request, CancellationToken cancellationToken)
    {
        var reference = RequestTerms.NeedOf(request) switch
        {
            ReferenceNeed.None => null,
            ReferenceNeed.TradePrice => await grains.GetGrain<IOrderBookGrain>(instrument.Id.Value).GetReferencePrice(request.Side, cancellationToken),
            ReferenceNeed.TriggerPrice => await TriggerReferenceAsync(instrument.Id, request.Side, request.Instructions!.TriggerSource, cancellationToken),
        };
        var sessionEnd = request.TimeInForce == TimeInForce.Day ? (await StatusAsync(instrument.Id, cancellationToken)).SessionEnd : (Timestamp?)null;
        return RequestTerms.Resolve(instrument, account, request, reference, sessionEnd);
    }

    public static BookableOrder ToBookable(NewOrder request, in ResolvedTerms terms, Price? mark) => new(request, terms.Order.Price, terms.Order.Instructions, mark);

    private async Task<Price?> TriggerReferenceAsync(InstrumentId instrument, Side side, TriggerSource source, CancellationToken cancellationToken) => source switch
    {
        TriggerSource.MarkPrice => (await StatusAsync(instrument, cancellationToken)).MarkPrice,
        TriggerSource.LastTrade or TriggerSource.OppositeBest => await grains.GetGrain<IOrderBookGrain>(instrument.Value).GetTriggerReference(side, source, cancellationToken),
    };

    private Task<InstrumentStatus> StatusAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        grains.GetGrain<IInstrumentGrain>(instrument.Value).GetStatus(cancellationToken);
}
