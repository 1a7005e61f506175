namespace Rtx.Architecture.Tests.Layers;

/// <summary>One type of a namespace that uses one of another.</summary>
internal sealed record NamespaceUse(string User, string Used, string Types);
