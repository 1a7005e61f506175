using System.Text.Json;
using Rtx.Cli.Verification;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Cli.Tests.EndToEnd;

public sealed class VerifyCommandTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_compares_a_book_and_an_account_with_the_database()
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Sell, 101m, 3m);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 101m, 1m), Token);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 99m, 3m) with { DisplayQty = 1m }, Token);

        var (code, text) = await RunAsync("verify", "--json", "--book", floor.Symbol, "--account", $"{floor.Account}", "--account", $"{floor.OtherAccount}");

        Assert.Equal(0, code);
        using var document = JsonDocument.Parse(text);
        Assert.True(document.RootElement.GetProperty("isRight").GetBoolean());
        var verified = document.RootElement.GetProperty("verifications").EnumerateArray().ToList();
        Assert.Equal([$"book {floor.Symbol}", $"account {floor.Account}", $"account {floor.OtherAccount}"], verified.Select(v => v.GetProperty("subject").GetString()));
        Assert.All(verified, v => Assert.Equal(3, v.GetProperty("comparisons").GetArrayLength()));
    }

    [Fact]
    public async Task Everything_is_compared_when_nothing_is_named()
    {
        await using var floor = await Floor.Open(system);
        await floor.Rest(Side.Sell, 101m, 3m);

        var (code, text) = await RunAsync("verify");

        Assert.Equal(0, code);
        Assert.Contains("Everything is right.", text, StringComparison.Ordinal);
        Assert.Contains("invariant_ledger_sums_to_zero", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_verify()
    {
        await using var floor = await Floor.Open(system);
        var book = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Administration.VerifyBookAsync(floor.Symbol, Token));
        var account = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Administration.VerifyAccountAsync(floor.Account, Token));
        var lag = await Assert.ThrowsAsync<RtxException>(() => floor.Trader.Administration.GetSettlementLagAsync(cancellationToken: Token));
        Assert.All([book, account, lag], refusal => Assert.Equal((403, RtxErrorCodes.Forbidden), (refusal.Status, refusal.Code)));
    }

    [Fact]
    public void A_difference_is_told_in_a_sentence_and_fails()
    {
        var report = new VerifyReport
        {
            Invariants = [new InvariantResult { Name = "invariant_x", Violations = 2 }],
            Verifications =
            [
                new Client.Verification
                {
                    Subject = "account 7",
                    Comparisons =
                    [
                        new StateComparison
                        {
                            Left = "the live account", Right = "deposits and order_events applied", Sequence = 3, LeftHash = "1", RightHash = "2",
                            Differences = [new StateDifference { Part = "total USD", Left = "5", Right = "6" }],
                        },
                    ],
                },
            ],
            Settlement = new SettlementLag { UnsettledBooks = 1, LagSeconds = 0.5, Oldest = [] },
            MaxLagSeconds = 120,
        };

        Assert.False(report.IsRight);
        Assert.Equal(
            [
                "invariant_x is broken by 2 rows.", "account 7: total USD is 5 in the live account, 6 in deposits and order_events applied.",
                "1 books of accounts are not settled yet, the oldest for 0.5 s.", "Something is wrong: stop, and keep the database as it is.",
            ],
            report.Sentences());
        Assert.False((report with { Invariants = [], Verifications = [], MaxLagSeconds = 0.1 }).IsRight);
        Assert.True((report with { Invariants = [], Verifications = [] }).IsRight);
    }

    private async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        await system.AdministratorAsync();
        using var text = new StringWriter();
        var invocation = new System.CommandLine.InvocationConfiguration { Output = text };
        var code = await RtxCommandLine.Create()
            .Parse([.. arguments, "--url", $"{system.Address}", "--user", RtxSystem.AdministratorName, "--password", RtxSystem.AdministratorPassword]).InvokeAsync(invocation, Token);
        return (code, text.ToString());
    }
}
