// A stable merge sort that puts up with any comparison, a contradictory one too, and asks for it in the reference's order, so that its results are
// the reference's even then. Needs room for as many items again. Pure.
#pragma once

#include <algorithm>
#include <cstdint>

namespace pawl::query::jsonata {

/// `after(a, b)`: b goes before a, which stands in front of it now.
template <class T, class After>
void merge_sort(T* items, T* room, std::uint32_t count, const After& after) {
    if (count <= 1) return;
    const std::uint32_t middle = count / 2;
    merge_sort(items, room, middle, after);
    merge_sort(items + middle, room, count - middle, after);
    std::copy_n(items, middle, room);
    T *left = room, *left_end = room + middle, *right = items + middle, *right_end = items + count, *out = items;
    while (left != left_end && right != right_end) *out++ = after(*left, *right) ? *right++ : *left++;
    std::copy(left, left_end, out);
}

}  // namespace pawl::query::jsonata
