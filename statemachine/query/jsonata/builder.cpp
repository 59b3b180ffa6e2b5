#include "statemachine/query/jsonata/builder.hpp"

#include <algorithm>

namespace pawl::query::jsonata {

bool Builder::reserve(std::uint32_t wanted) {
    const std::size_t most = arena_.largest() / sizeof(Value);
    if (wanted > most) {
        if (size_ >= most || overflowed_) {
            overflowed_ = true;
            return false;
        }
        wanted = static_cast<std::uint32_t>(most);
    }
    if (capacity_ == 0 || !arena_.extend(items_, capacity_ * sizeof(Value), wanted * sizeof(Value))) {
        Value* larger = arena_.make_array<Value>(wanted);
        std::copy_n(items_, size_, larger);
        items_ = larger;
    }
    capacity_ = wanted;
    return true;
}

void Builder::extend(const Value& array) {
    const Items items = Items::of(array);
    const std::uint32_t more = items.size();
    if (size_ + std::size_t{more} > capacity_ && (!reserve(std::max(size_ + more, capacity_ * 2)) || size_ + more > capacity_)) {
        overflowed_ = true;
        return;
    }
    switch (array.tag) {
        case Tag::Array:
            std::copy_n(array.array->items, more, items_ + size_);
            break;
        case Tag::NodeArray:
            for (std::uint32_t i = 0; i < more; ++i) items_[size_ + i] = from_node(items.nodes()[i], array.origin);
            break;
        default:
            for (std::uint32_t i = 0; i < more; ++i) items_[size_ + i] = items[i];
    }
    size_ += more;
}

}  // namespace pawl::query::jsonata
