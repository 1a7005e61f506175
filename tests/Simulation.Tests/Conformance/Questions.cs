using Rtx.Simulation.Tests.Storage;
using Rtx.Storage.Commits;

namespace Rtx.Simulation.Tests.Conformance;

/// <summary>Queries of readers.</summary>
internal sealed class Questions(
    SiloConnection connection, Draws draws, IReadOnlyList<Account> accounts, IReadOnlyList<Instrument> instruments)
{
    // Order ids are drawn from the first sequences of a book.
    private const int Sequences = 60;

    /// <summary>A random query.</summary>
    public Question Draw()
    {
        var (account, instrument) = (draws.Pick(accounts).Id, draws.Pick(instruments).Id);
        if (draws.Names.Count == 0) return Peek(instrument);
        var order = OrderId.Create(instrument, 1 + draws.Next(Sequences));
        return draws.Next(9) switch
        {
            0 => Peek(instrument),
            1 => Peek(account),
            2 => Find(account, draws.Pick(draws.Names)),
            3 => Find(account, order),
            4 => FindAmendment(account, order, draws.Pick(draws.Names)),
            5 => Controls(account),
            6 => UnsettledBooks(account),
            7 => Margin(account),
            _ => Epoch(instrument),
        };
    }

    /// <summary>All queries.</summary>
    public IEnumerable<Question> All() =>
    [
        .. instruments.Select(instrument => Peek(instrument.Id)),
        .. accounts.Select(account => Peek(account.Id)),
        .. accounts.Select(account => Controls(account.Id)),
        .. accounts.Select(account => Margin(account.Id)),
        .. accounts.SelectMany(account => draws.Names.Select(name => Find(account.Id, name))),
        .. accounts.SelectMany(account => draws.References.Select(reference => FindMovement(account.Id, reference))),
    ];

    private Question Peek(InstrumentId id) => new(
        $"look at book {id}", async () => Texts.Of(await connection.Books.PeekAsync(id, CancellationToken.None)),
        database => EpochOf(database, StreamKey.Of(id)) is { } epoch ? Texts.Of(database.ReadBook(id, epoch)) : Texts.Nothing);

    private Question Peek(AccountId id) => new(
        $"look at account {id}", async () =>
            Texts.Of(await connection.Accounts.PeekAsync(id, CancellationToken.None), maxClientOrderIds: 0),
        database =>
            EpochOf(database, StreamKey.Of(id)) is { } epoch
                ? Texts.Of(database.ReadAccount(id, epoch), maxClientOrderIds: 0)
                : Texts.Nothing);

    private Question Find(AccountId account, ClientOrderId name) => new(
        $"order {name} of {account}", async () => Texts.Of(await connection.Accounts.FindOrderAsync(account, name, CancellationToken.None)),
        database => Texts.Of(database.FindOrder(account, name)));

    private Question Find(AccountId account, OrderId order) => new(
        $"order {order.Value} of {account}", async () =>
            Texts.Of(await connection.Accounts.FindOrderAsync(account, order, CancellationToken.None)),
        database => Texts.Of(database.FindOrder(account, order)));

    private Question FindAmendment(AccountId account, OrderId order, ClientOrderId name) => new(
        $"amendment of {order.Value} of {account} to {name}", async () =>
            Texts.Of(await connection.Accounts.FindAmendmentAsync(account, order, name, CancellationToken.None)),
        database => Texts.Of(database.FindAmendment(account, order, name)));

    private Question FindMovement(AccountId account, string reference) => new(
        $"movement {reference} of {account}", async () =>
            Texts.Of(await connection.Accounts.FindMovementAsync(account, reference, CancellationToken.None)),
        database => Texts.Of(database.FindMovement(account, reference)));

    private Question Controls(AccountId account) => new(
        $"controls of {account}", async () =>
            $"{await connection.Controls.ReadAsync(account, CancellationToken.None)}", database => $"{database.Controls(account)}");

    private Question Margin(AccountId account) => new(
        $"margin of {account}", async () =>
            Texts.Of(await connection.Margins.ReadLastAsync(account, CancellationToken.None)), database =>
                Texts.Of(database.LastMarginEvents(account)));

    private Question UnsettledBooks(AccountId account) => new(
        $"unsettled books of {account}", async () =>
            string.Join(',', await connection.Accounts.ReadUnsettledBooksAsync(account, CancellationToken.None)),
        database => string.Join(',', database.UnsettledBooks(account)));

    private Question Epoch(InstrumentId instrument) => new(
        $"epoch of {instrument}", async () =>
            $"{await connection.Accounts.ReadBookEpochAsync(instrument, CancellationToken.None)}", database =>
                $"{database.Epoch(StreamKey.Of(instrument))}");

    private static long? EpochOf(SimulatedDatabase database, StreamKey stream) =>
        database.Epoch(stream) is > 0 and var epoch ? epoch : null;
}
