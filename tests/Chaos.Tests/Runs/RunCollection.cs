namespace Rtx.Chaos.Tests.Runs;

/// <summary>Whole systems run one at a time: what they are held to is how they serve.</summary>
[CollectionDefinition(Name)]
public static class RunCollection
{
    public const string Name = "runs";
}
