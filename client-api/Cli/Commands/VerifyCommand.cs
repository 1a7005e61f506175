using System.CommandLine;
using Rtx.Cli.Invocation;
using Rtx.Cli.Verification;

namespace Rtx.Cli.Commands;

internal static class VerifyCommand
{
    // Twice the time after which idle accounts are woken.
    private const double DefaultMaxLagSeconds = 120;

    public static Command Create()
    {
        var books = new Option<string[]>("--book")
        {
            Description = "Only this book; may be given again.",
            HelpName = "symbol",
            AllowMultipleArgumentsPerToken = true,
        };
        var accounts = new Option<long[]>("--account")
        {
            Description = "Only this account; may be given again.",
            HelpName = "number",
            AllowMultipleArgumentsPerToken = true,
        };
        var maxLag = new Option<double>("--max-lag")
        {
            Description = "Seconds after which something unsettled is wrong.",
            DefaultValueFactory = _ => DefaultMaxLagSeconds,
        };
        var command = new ExampleCommand(
            "verify", "Compare what runs with the database, and check its invariants; fails when something differs.",
            "rtx verify", "rtx verify --book BTCUSD", "rtx verify --account 7 --json")
        { books, accounts, maxLag };
        command.SetAction(async (parse, context, cancellationToken) =>
        {
            var client = await context.ConnectAsync(cancellationToken);
            var report = await VerifyAsync(
                client, parse.GetValue(books) ?? [], parse.GetValue(accounts) ?? [], parse.GetValue(maxLag), cancellationToken);
            context.Output.Write(report, r => r.ForPeople());
            return report.IsRight ? 0 : CliAction.Failed;
        });
        return command;
    }

    private static async Task<VerifyReport> VerifyAsync(
        RtxClient client, string[] books, long[] accounts, double maxLagSeconds, CancellationToken cancellationToken)
    {
        var isEverything = books.Length == 0 && accounts.Length == 0;
        if (isEverything)
        {
            books = [.. (await client.Instruments.ListAsync(cancellationToken)).Select(instrument => instrument.Symbol)];
            accounts = [.. (await client.Accounts.ListAsync(cancellationToken)).Select(account => account.AccountId)];
        }

        // Sequential: each verification keeps one core of a silo busy.
        List<Client.Verification> verifications = [];
        foreach (var book in books) verifications.Add(await client.Administration.VerifyBookAsync(book, cancellationToken));
        foreach (var account in accounts) verifications.Add(await client.Administration.VerifyAccountAsync(account, cancellationToken));
        return new VerifyReport
        {
            Invariants = isEverything ? await client.Administration.CheckInvariantsAsync(cancellationToken) : [],
            Verifications = verifications,
            Settlement = await client.Administration.GetSettlementLagAsync(cancellationToken: cancellationToken),
            MaxLagSeconds = maxLagSeconds,
        };
    }
}
