using Microsoft.Playwright;
using Rtx.Terminal.Tests.Browser;
using Rtx.Testing.Systems;
using static Rtx.Terminal.Tests.Browser.TerminalPage;

namespace Rtx.Terminal.Tests;

/// <summary>The page on a phone, a tablet and a laptop, with the longest values it has to show: nothing is cut and nothing has to be scrolled sideways.</summary>
public sealed class LayoutTests(RtxSystem system, Chromium chromium)
{
    /// <summary>Elements that are wider than their place, and panels beside the edge of the page; the chart draws on a canvas of its own.</summary>
    private const string FindCut = """
        () => {
          const width = document.documentElement.clientWidth;
          const name = (e) => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}.${e.className} "${e.textContent.trim().slice(0, 40)}"`;
          const shown = [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && !e.closest('#chart, svg, .visually-hidden') && !(e instanceof HTMLOptionElement));
          const texts = shown.filter((e) => !['INPUT', 'SELECT', 'CANVAS'].includes(e.tagName));
          return [
            ...(document.documentElement.scrollWidth > width ? [`page: ${document.documentElement.scrollWidth} > ${width}`] : []),
            ...texts.filter((e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1).map((e) => `${name(e)}: ${e.scrollWidth} > ${e.clientWidth}`),
            ...shown.filter((e) => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.left < -1 || r.right > width + 1); }).map((e) => `${name(e)} beside the page`),
          ];
        }
        """;

    /// <summary>Values of one row whose texts are nearer to each other than a space; the chart has a table of its own.</summary>
    private const string FindTouching = """
        () => [...document.querySelectorAll('tr')].filter((r) => r.checkVisibility() && !r.closest('#chart')).flatMap((row) => {
          const boxes = [...row.cells].map((cell) => { const range = document.createRange(); range.selectNodeContents(cell); return { cell, box: range.getBoundingClientRect() }; })
            .filter(({ box }) => box.width > 0);
          return boxes.flatMap((a, i) => boxes.slice(i + 1)
            .filter((b) => a.box.top < b.box.bottom && b.box.top < a.box.bottom && a.box.left < b.box.right + 4 && b.box.left < a.box.right + 4)
            .map((b) => `"${a.cell.textContent}" touches "${b.cell.textContent}"`));
        })
        """;

    [Theory]
    [InlineData(390, 844)]
    [InlineData(768, 1024)]
    [InlineData(1440, 900)]
    public async Task No_view_is_cut_or_wider_than_the_page(int width, int height)
    {
        using var market = await Market.OpenWithLongValues(system);
        await using var terminal = await Open(chromium, system.Address);
        await terminal.Page.SetViewportSizeAsync(width, height);
        await AssertNothingIsCut(terminal.Page, width, "login");

        await terminal.LogInTo(market.Trader, market.Symbol);
        await market.FillTheDesk();
        await Expect(terminal.OpenOrders).ToHaveCountAsync(2);
        await Expect(terminal.Page.GetByText("Waiting for trigger")).ToBeVisibleAsync();
        await Expect(terminal.Trades).ToHaveCountAsync(1);
        await AssertNothingIsCut(terminal.Page, width, "orders");
        await terminal.OpenOrders.First.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Edit" }).ClickAsync();
        await AssertNothingIsCut(terminal.Page, width, "edit");
        await terminal.OpenOrders.First.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Back" }).ClickAsync();
        await terminal.Page.GetByText("Exits and conditions").ClickAsync();
        await terminal.ShowPositions();
        await Expect(terminal.Positions).ToHaveCountAsync(1);
        await AssertNothingIsCut(terminal.Page, width, "positions");
        await terminal.ShowExecutions();
        await Expect(terminal.Executions).ToHaveCountAsync(1);
        await AssertNothingIsCut(terminal.Page, width, "executions");
    }

    private static async Task AssertNothingIsCut(IPage page, int width, string view)
    {
        // For people, too.
        await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(Repository.Root, "artifacts", $"terminal-{width}-{view}.png") });
        Assert.Empty(await page.EvaluateAsync<string[]>(FindCut));
        Assert.Empty(await page.EvaluateAsync<string[]>(FindTouching));
    }
}
