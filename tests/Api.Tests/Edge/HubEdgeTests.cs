using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>The hub reads as strictly as REST does, in both protocols, and each failure has a code.</summary>
public sealed class HubEdgeTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Protocols() => [true, false];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Null_arguments_are_refused_by_name(bool messagePack)
    {
        await using var floor = await Floor.Open(system);
        await using var hub = await ConnectAsync(floor, messagePack);
        foreach (var method in typeof(ITradingHub).GetMethods())
        {
            var parameters = method.GetParameters();
            if (method.Name.StartsWith("Send", StringComparison.Ordinal)) continue;
            var arguments = parameters.Select(parameter => parameter.ParameterType.IsValueType ? (object?)floor.Account : null).ToArray();
            if (parameters.Any(parameter => parameter.ParameterType == typeof(int))) arguments[^1] = 1;
            if (Array.TrueForAll(arguments, argument => argument is not null)) continue;
            var error = await FailAsync(hub, method.Name, arguments);
            Assert.Equal((RtxErrorCodes.InvalidRequest, 400), (error.Code, error.Status));
            Assert.Contains(parameters.First(parameter => !parameter.ParameterType.IsValueType).Name!, error.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_is_misspelt_said_twice_or_missing_is_refused(bool messagePack)
    {
        await using var floor = await Floor.Open(system);
        await using var hub = await ConnectAsync(floor, messagePack);
        Dictionary<string, object?> Order() => new()
        {
            [Member("ClientOrderId")] = Guid.NewGuid().ToString("N"), [Member("Symbol")] = floor.Symbol, [Member("Side")] = messagePack ? "Buy" : "buy",
            [Member("OrderType")] = messagePack ? "Limit" : "limit", [Member("OrderQty")] = "1", [Member("Price")] = "5",
        };
        string Member(string name) => messagePack ? name : char.ToLowerInvariant(name[0]) + name[1..];

        foreach (var (name, value) in ((string, object?)[])
        [
            ("ReduceOnIy", true), ("reduce_only", true), ("Price", "5.000000000000000000000000000000000001"), ("Price", "+5"), ("Price", "5e0"), ("Price", ".5"), ("Symbol", null), ("Symbol", "a\0b"),
            ("ClientOrderId", ".."), ("ClientOrderId", "a/b"), ("ClientOrderId", null), ("Side", null), ("OrderQty", null), ("OrderQty", "1 "),
        ])
        {
            var order = Order();
            order[Member(name)] = value;
            var error = await RefusedAsync(hub, "PlaceOrder", floor.Account, order);
            Assert.True(error.Code == RtxErrorCodes.InvalidRequest, $"{name} = {value}: {error}");
        }

        foreach (var missing in (string[])["ClientOrderId", "Symbol", "Side", "OrderQty"])
        {
            var order = Order();
            order.Remove(Member(missing));
            Assert.Equal(RtxErrorCodes.InvalidRequest, (await RefusedAsync(hub, "PlaceOrder", floor.Account, order)).Code);
        }

        Assert.Equal(RtxErrorCodes.InvalidRequest, (await RefusedAsync(hub, "PlaceOrderBatch", floor.Account, new Dictionary<string, object?> { [Member("Orders")] = new object?[] { null } })).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await RefusedAsync(hub, "PlaceOrderBatch", floor.Account, new Dictionary<string, object?> { [Member("Orders")] = null })).Code);
        Assert.Empty(await floor.Trader.Orders.ListAsync(floor.Account, cancellationToken: Token));
        // The connection lives on, and takes what is right.
        await hub.InvokeCoreAsync<object?>("PlaceOrder", [floor.Account, Order()], Token);
        Assert.Single(await floor.Trader.Orders.ListAsync(floor.Account, cancellationToken: Token));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Cancelling_all_is_asked_for_by_name_over_the_hub_too(bool messagePack)
    {
        await using var floor = await Floor.Open(system);
        await using var hub = await ConnectAsync(floor, messagePack);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Buy, 1m, 1m), Token);
        string Member(string name) => messagePack ? name : char.ToLowerInvariant(name[0]) + name[1..];
        foreach (var request in (Dictionary<string, object?>[])
        [
            [], new() { [Member("Sybmol")] = floor.Symbol }, new() { [Member("Symbol")] = null }, new() { [Member("All")] = false }, new() { [Member("All")] = true, [Member("Symbol")] = floor.Symbol },
        ])
        {
            Assert.Equal(RtxErrorCodes.InvalidRequest, (await RefusedAsync(hub, "MassCancel", floor.Account, request)).Code);
        }

        Assert.Single(await floor.OpenOrders());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_failure_has_a_code(bool messagePack)
    {
        await using var floor = await Floor.Open(system);
        await using var hub = await ConnectAsync(floor, messagePack);
        Assert.Equal(RtxErrorCodes.NotFound, (await FailAsync(hub, "Nothing")).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await FailAsync(hub, "SubscribeQuotes")).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await FailAsync(hub, "SubscribeQuotes", 1)).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await FailAsync(hub, "SubscribeQuotes", floor.Symbol, floor.Symbol)).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await FailAsync(hub, "CancelOrder", "x", "y")).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await FailAsync(hub, "SubscribeDepth", floor.Symbol, -1)).Code);
        Assert.Equal(RtxErrorCodes.UnknownInstrument, (await FailAsync(hub, "SubscribeDepth", "NONE", 1)).Code);
        Assert.Equal(RtxErrorCodes.UnknownAccount, (await FailAsync(hub, "SubscribeAccount", long.MinValue)).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await FailAsync(hub, "CancelAllAfter", floor.Account, -1)).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await FailAsync(hub, "SendTicks", floor.Symbol)).Code);
        Assert.Equal(RtxErrorCodes.UnknownOrder, (await RefusedAsync(hub, "CancelByClientOrderId", floor.Account, "..")).Code);
        Assert.Equal(RtxErrorCodes.InvalidRequest, (await RefusedAsync(hub, "CancelByClientOrderId", floor.Account, "a\0")).Code);
    }

    private static async Task<HubConnection> ConnectAsync(Floor floor, bool messagePack)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(floor.Address, "hubs/trading"), options => options.AccessTokenProvider = () => Task.FromResult(floor.Trader.AccessToken));
        var hub = (messagePack ? builder.AddMessagePackProtocol() : builder).Build();
        await hub.StartAsync(Token);
        return hub;
    }

    private static async Task<ErrorDetail> FailAsync(HubConnection hub, string method, params object?[] arguments)
    {
        var failure = await Assert.ThrowsAsync<HubException>(() => hub.InvokeCoreAsync(method, typeof(object), arguments, Token));
        return JsonSerializer.Deserialize<ErrorDetail>(failure.Message, RtxJson.Options)!;
    }

    /// <summary>The error of an order method: in its result, or as the failure of the call.</summary>
    private static async Task<ErrorDetail> RefusedAsync(HubConnection hub, string method, params object?[] arguments)
    {
        try
        {
            return (await hub.InvokeCoreAsync<SendTicksResult>(method, arguments, Token)).Error ?? new ErrorDetail { Code = "done", Status = 200, Detail = "It was not refused." };
        }
        catch (HubException failure)
        {
            return JsonSerializer.Deserialize<ErrorDetail>(failure.Message, RtxJson.Options)!;
        }
    }
}
