namespace Rtx.Benchmarks.Matching;

/// <summary>Arrays whose pages are there: the kernel gives a page on its first use, which takes longer than fifty commands and would be measured with one of them.</summary>
internal static class TouchedMemory
{
    public static T[] New<T>(int length)
        where T : unmanaged
    {
        var array = new T[length];
        Array.Clear(array);
        return array;
    }
}
