using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace Rtx.Cli.Output;

/// <summary>Enumerations as typed by users: lower case with dashes, e.g. <c>stop-limit</c>.</summary>
internal static class Words
{
    /// <summary>An option that takes a word; null unless given.</summary>
    public static Option<T?> Option<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<T?>(name)
        {
            Description = $"{description} One of {List<T>()}.",
            CustomParser = Parse<T>,
            HelpName = "word",
        };
        option.CompletionSources.Add([.. All<T>()]);
        return option;
    }

    /// <summary>The member of a word; null when there is none.</summary>
    public static T? Find<T>(string word)
        where T : struct, Enum
    {
        foreach (var member in Enum.GetValues<T>())
        {
            if (Of(member).Equals(word, StringComparison.OrdinalIgnoreCase)) return member;
        }

        return null;
    }

    /// <summary>The word of a member.</summary>
    public static string Of<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString());

    private static T? Parse<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var word = result.Tokens.Single().Value;
        if (Find<T>(word) is { } member) return member;
        result.AddError($"'{word}' is none of {List<T>()}.");
        return null;
    }

    private static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    private static string List<T>()
        where T : struct, Enum => string.Join(", ", All<T>());
}
