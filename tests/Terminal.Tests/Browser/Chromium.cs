using Microsoft.Playwright;

namespace Rtx.Terminal.Tests.Browser;

/// <summary>The installed Chromium, driven without a window. Nothing is ever downloaded: tests are skipped where there is none.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string PathVariable = "CHROME_PATH";
    private const string DebianPath = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _browser = new(Launch);

    /// <summary>A browser session of its own, with no cookies or storage of others.</summary>
    public async Task<IBrowserContext> NewSession(Uri address)
    {
        var path = ExecutablePath();
        Assert.SkipUnless(File.Exists(path), $"There is no Chromium at {path}: install the package chromium or set {PathVariable}. THE TERMINAL IS NOT TESTED.");
        var (_, browser) = await _browser.Value;
        return await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
            ColorScheme = ColorScheme.Dark,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (!_browser.IsValueCreated) return;
        var (driver, browser) = await _browser.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static string ExecutablePath() => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } given ? given : DebianPath;

    private static async Task<(IPlaywright Driver, IBrowser Browser)> Launch()
    {
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ExecutablePath(), Args = Arguments }));
    }
}
