using Rtx.Benchmarks.Invocation;
using Rtx.Client;
using Rtx.Storage.Database;
using Rtx.Storage.Trading;
using Instrument = Rtx.Model.Instrument;
using InstrumentKind = Rtx.Client.InstrumentKind;

namespace Rtx.Benchmarks.Recovery;

/// <summary>Makes the instruments of a run, each with an account that trades it.</summary>
internal sealed class RecoveryMarkets(RunningSystem system)
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();

    public async Task<(Instrument Instrument, long Account)> MakeAsync(RtxClient client, TradingDatabase database, string name, CancellationToken cancellationToken)
    {
        var created = await client.Administration.CreateInstrumentAsync(
            new CreateInstrumentRequest
            {
                Symbol = $"R{_run}{name}", Kind = InstrumentKind.Spot, BaseCurrency = "BNCH", QuoteCurrency = "USD", PriceIncrement = 0.01m, QuantityIncrement = 1m, MinQuantity = 1m,
                MaxQuantity = 1_000m,
            },
            cancellationToken);
        var owner = await client.Administration.GetUserAsync(system.UserName, cancellationToken);
        var account = await client.Administration.CreateAccountAsync(new CreateAccountRequest { OwnerId = owner.UserId, Name = $"{created.Symbol}-first" }, cancellationToken);
        await client.Administration.DepositAsync(account.AccountId, 1_000m, "USD", created.Symbol, cancellationToken);
        var instrument = (await new InstrumentStore(database).ListAsync(cancellationToken)).Single(instrument => instrument.Symbol == created.Symbol);
        return (instrument, account.AccountId);
    }
}
