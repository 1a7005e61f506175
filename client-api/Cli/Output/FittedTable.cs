using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rtx.Cli.Output;

/// <summary>
/// A table that breaks no value, however narrow the terminal is. What does not fit side by side is stacked: a row takes two or more lines,
/// and the head as many. Where even two columns do not fit, each value stands beside its name, or below it. A price or an order id of which
/// a part is on the next line is read wrong and can't be copied.
/// </summary>
internal sealed class FittedTable(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows) : IRenderable
{
    // A border and a space on each side of a column, and the last border.
    private const int ColumnExtra = 3;
    private const int TableExtra = 1;

    private const string Indent = "  ";

    public Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(1, maxWidth), maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        for (var lines = 1; lines == 1 || lines <= (columns.Count + 1) / 2; lines++)
        {
            var across = (columns.Count + lines - 1) / lines;
            if (WidthOf(across) <= maxWidth) return ((IRenderable)Stacked(across)).Render(options, maxWidth);
        }

        return (columns.Count == 2 ? Pairs(maxWidth) : Records(maxWidth)).SelectMany(line => line.Append(Segment.LineBreak));
    }

    private int WidthOf(int across)
    {
        var widths = new int[across];
        foreach (var row in rows.Prepend([.. columns]))
        {
            for (var i = 0; i < row.Length; i++) widths[i % across] = Math.Max(widths[i % across], row[i].Length);
        }

        return widths.Sum() + (ColumnExtra * across) + TableExtra;
    }

    private Table Stacked(int across)
    {
        var table = new Table().Border(TableBorder.Rounded);
        if (across < columns.Count) table.ShowRowSeparators();
        foreach (var head in Cells([.. columns], across))
        {
            table.AddColumn(new TableColumn(new Text(head, new Style(decoration: Decoration.Bold))).NoWrap());
        }
        foreach (var row in rows) table.AddRow(Cells(row, across).Select(cell => new Text(cell)));
        return table;
    }

    private static IEnumerable<string> Cells(string[] row, int across) =>
        Enumerable.Range(0, across).Select(column => string.Join('\n', row.Where((_, i) => i % across == column)));

    private IEnumerable<Segment[]> Records(int maxWidth)
    {
        var names = columns.Max(column => column.Length) + Indent.Length;
        foreach (var row in rows)
        {
            foreach (var (name, value) in columns.Zip(row).Where(cell => cell.Second.Length > 0))
            {
                if (names + value.Length <= maxWidth) yield return [Name(name.PadRight(names)), new Segment(value)];
                else foreach (var line in Below(name, value, maxWidth)) yield return line;
            }

            yield return [];
        }
    }

    // Two columns are names and values already.
    private IEnumerable<Segment[]> Pairs(int maxWidth) => rows.Prepend([.. columns]).SelectMany(row => Below(row[0], row[1], maxWidth));

    private static IEnumerable<Segment[]> Below(string name, string value, int maxWidth) =>
        WordsIn(value, maxWidth - Indent.Length).Select(line => new[] { new Segment(Indent + line) }).Prepend([Name(name)]);

    /// <summary>Lines that end between words; a word that is longer has a line that is too long.</summary>
    private static IEnumerable<string> WordsIn(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

    private static Segment Name(string text) => new(text, new Style(decoration: Decoration.Bold));
}
