using System.Diagnostics;

namespace Rtx.Architecture.Tests.Manifests;

/// <summary>What <c>kubectl kustomize</c> makes of the manifests.</summary>
public sealed class KustomizeTests
{
    [Fact]
    public async Task Base_renders_to_the_same_objects()
    {
        var kubectl = FindOnPath("kubectl");
        Assert.SkipWhen(kubectl is null, "kubectl is not installed: the rendering of k8s/base was not checked.");

        var start = new ProcessStartInfo(kubectl!, ["kustomize", BaseManifests.Folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var rendered = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);

        var objects = BaseManifests.Parse(rendered).ToList();
        Assert.Equal(Names(BaseManifests.Objects), Names(objects));
        Assert.All(objects.Where(each => each.Kind != "Namespace"), each => Assert.Equal("rtx", each.Metadata.NamespaceProperty));

        static IEnumerable<string> Names(IEnumerable<k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>> objects) =>
            objects.Select(each => $"{each.Kind}/{each.Metadata.Name}").Order(StringComparer.Ordinal);
    }

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
