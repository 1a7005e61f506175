using System.Diagnostics;

namespace Rtx.Terminal.Tests;

public sealed class PageModuleTests
{
    [Fact]
    public async Task The_unit_tests_of_the_pages_modules_pass()
    {
        var web = Path.Combine(Repository.Root, "client-api", "web");
        Assert.SkipUnless(Directory.Exists(Path.Combine(web, "node_modules")), "The terminal was not built, so its unit tests cannot run: install node and build client-api/Api.");
        var start = new ProcessStartInfo("npm", ["test", "--silent"]) { WorkingDirectory = web, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var tests = Process.Start(start)!;
        var output = tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = tests.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(tests.ExitCode == 0, await output + await errors);
    }
}
