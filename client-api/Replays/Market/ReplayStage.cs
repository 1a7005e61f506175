using System.Globalization;

namespace Rtx.Replays.Market;

/// <summary>The setup of an order replay: its own book and two accounts with ample funds.</summary>
/// <param name="Run">The replay's name; client order ids start with it.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="RestingAccount">The account that places resting orders.</param>
/// <param name="TakingAccount">The account that sends aggressive orders.</param>
internal sealed record ReplayStage(string Run, string Symbol, long RestingAccount, long TakingAccount)
{
    private const int MaxOpenOrders = 100_000;
    private const decimal Cash = 1_000_000_000_000m;
    private const decimal Shares = 1_000_000_000m;
    private const string Usd = "USD";

    /// <summary>Creates the setup through the administrator's API.</summary>
    /// <param name="client">Logged in as administrator.</param>
    /// <param name="owner">Who owns the accounts.</param>
    /// <param name="share">The recorded share, which is also the base currency.</param>
    /// <param name="symbol">The instrument to use, made if it is missing; null for a new one of this run.</param>
    /// <param name="now">Names the run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<ReplayStage> PrepareAsync(
        RtxClient client, User owner, string share, string? symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var suffix = now.UtcDateTime.ToString("yyMMddHHmmssfff", CultureInfo.InvariantCulture);
        var run = $"{share.ToLowerInvariant()}-{suffix}";
        var name = symbol ?? $"{share}-{suffix}";
        await PrepareInstrumentAsync(client, share, name, cancellationToken);
        var depth = await client.Instruments.GetDepthAsync(name, levels: 1, cancellationToken);
        if (depth.Bids.Count + depth.Asks.Count > 0)
            throw new BookNotEmptyException($"The book of {name} has orders; a replay starts from an empty one.");
        return new ReplayStage(
            run,
            name,
            await OpenAccountAsync(client, owner, share, $"{run} resting", cancellationToken),
            await OpenAccountAsync(client, owner, share, $"{run} taking", cancellationToken));
    }

    private static async Task PrepareInstrumentAsync(RtxClient client, string share, string symbol, CancellationToken cancellationToken)
    {
        var request = new CreateInstrumentRequest
        {
            Symbol = symbol,
            Kind = InstrumentKind.Spot,
            BaseCurrency = share,
            QuoteCurrency = Usd,
            PriceIncrement = 0.01m,
            QuantityIncrement = 1m,
            MinQuantity = 1m,
            MaxQuantity = 10_000_000m,
            // One account plays all traders of the day.
            MatchingRules = new MatchingRules { MaxOrdersPerAccount = MaxOpenOrders },
        };
        try
        {
            await client.Administration.CreateInstrumentAsync(request, cancellationToken);
        }
        catch (RtxException exception) when (exception.Code == RtxErrorCodes.AlreadyExists)
        {
            // The instrument was named with --symbol; a mismatch shows when its book is read and the first order is sent.
        }
    }

    private static async Task<long> OpenAccountAsync(
        RtxClient client, User owner, string share, string name, CancellationToken cancellationToken)
    {
        var request = new CreateAccountRequest { OwnerId = owner.UserId, Name = name };
        var account = await client.Administration.CreateAccountAsync(request, cancellationToken);
        await client.Administration.DepositAsync(account.AccountId, Cash, Usd, "replay-cash", cancellationToken);
        await client.Administration.DepositAsync(account.AccountId, Shares, share, "replay-shares", cancellationToken);
        return account.AccountId;
    }
}
