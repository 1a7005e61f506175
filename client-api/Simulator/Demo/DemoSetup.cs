namespace Rtx.Simulator.Demo;

/// <summary>Creates the demo through the administrator's API. Every step is idempotent, so it can be repeated at any time.</summary>
internal sealed class DemoSetup(RtxClient administrator, string password)
{
    public async Task<DemoResult> MakeAsync(CancellationToken cancellationToken)
    {
        foreach (var instrument in DemoInstrument.All) await MakeInstrumentAsync(instrument.Contract, cancellationToken);
        var logins = new List<DemoLogin>(DemoUser.All.Count);
        foreach (var user in DemoUser.All) logins.Add(await MakeUserAsync(user, cancellationToken));
        return new DemoResult(logins, [.. DemoInstrument.All.Select(instrument => instrument.Symbol)]);
    }

    private async Task MakeInstrumentAsync(CreateInstrumentRequest contract, CancellationToken cancellationToken)
    {
        try
        {
            await administrator.Administration.CreateInstrumentAsync(contract, cancellationToken);
        }
        catch (RtxException exception) when (exception.Code == RtxErrorCodes.AlreadyExists)
        {
            // Already exists; contracts never change.
        }
    }

    private async Task<DemoLogin> MakeUserAsync(DemoUser demo, CancellationToken cancellationToken)
    {
        var user = await FindOrMakeUserAsync(demo, cancellationToken);
        var account = await FindOrMakeAccountAsync(user, cancellationToken);
        foreach (var (currency, amount) in demo.Funds)
            await administrator.Administration.DepositAsync(account.AccountId, amount, currency, $"demo-{currency}", cancellationToken);
        return new DemoLogin(user.UserName, password, demo.Purpose, account.AccountId);
    }

    private async Task<User> FindOrMakeUserAsync(DemoUser demo, CancellationToken cancellationToken)
    {
        try
        {
            var request = new CreateUserRequest { UserName = demo.UserName, Password = password, Role = UserRole.Trader };
            return await administrator.Administration.CreateUserAsync(request, cancellationToken);
        }
        catch (RtxException exception) when (exception.Code == RtxErrorCodes.AlreadyExists)
        {
            return await administrator.Administration.GetUserAsync(demo.UserName, cancellationToken);
        }
    }

    private async Task<Account> FindOrMakeAccountAsync(User user, CancellationToken cancellationToken)
    {
        var accounts = await administrator.Accounts.ListAsync(cancellationToken);
        return accounts.FirstOrDefault(account => account.OwnerId == user.UserId && account.Name == DemoUser.AccountName)
            ?? await administrator.Administration.CreateAccountAsync(
                new CreateAccountRequest { OwnerId = user.UserId, Name = DemoUser.AccountName }, cancellationToken);
    }
}

/// <summary>The contents of the demo.</summary>
internal sealed record DemoResult(IReadOnlyList<DemoLogin> Logins, IReadOnlyList<string> Instruments);

/// <summary>A login of the demo.</summary>
internal sealed record DemoLogin(string UserName, string Password, string Purpose, long AccountId);
