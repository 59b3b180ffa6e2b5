// Memory that is handed out by moving a pointer and given back all at once: what one evaluation builds, or what one compiled expression is made of.
//
// Nothing in it is destroyed, so only trivially destructible things live there. One thread. The budget is soft: the allocation that goes over it is
// still served and over_budget() tells; whoever asks for much at once checks first.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

namespace pawl::query::jsonata {

class Arena {
  public:
    /// `first` is memory of the caller's used before any is taken from the heap; it must outlive the arena.
    explicit Arena(std::size_t budget, void* first = nullptr, std::size_t first_bytes = 0)
        : next_(static_cast<char*>(first)), end_(next_ + first_bytes), budget_(budget) {}
    ~Arena();
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    /// Aligned to 8.
    void* allocate(std::size_t bytes) {
        bytes = (bytes + 7) & ~std::size_t{7};
        if (static_cast<std::size_t>(end_ - next_) < bytes) [[unlikely]]
            return allocate_slowly(bytes);
        char* place = next_;
        next_ += bytes;
        return place;
    }

    /// Makes the allocation that was made last larger where it stands; false when it isn't the last or there is no room.
    bool extend(void* place, std::size_t old_bytes, std::size_t new_bytes) {
        old_bytes = (old_bytes + 7) & ~std::size_t{7};
        new_bytes = (new_bytes + 7) & ~std::size_t{7};
        if (static_cast<char*>(place) + old_bytes != next_ || static_cast<std::size_t>(end_ - next_) < new_bytes - old_bytes) return false;
        next_ += new_bytes - old_bytes;
        return true;
    }

    template <class T, class... Arguments>
    T* make(Arguments&&... arguments) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
        return new (allocate(sizeof(T))) T{std::forward<Arguments>(arguments)...};
    }

    /// Not initialised.
    template <class T>
    T* make_array(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
        return static_cast<T*>(allocate(count * sizeof(T)));
    }

    std::string_view copy(std::string_view text) {
        if (text.empty()) return {};
        char* place = static_cast<char*>(allocate(text.size()));
        std::memcpy(place, text.data(), text.size());
        return {place, text.size()};
    }

    bool over_budget() const { return taken_ > budget_; }
    /// No single array or text may be larger. Those who build them keep to it.
    std::size_t largest() const { return largest_; }
    void set_largest(std::size_t bytes) { largest_ = bytes; }

  private:
    struct Chunk {
        Chunk* before;
    };
    char* next_;
    char* end_;
    std::size_t budget_;
    std::size_t taken_ = 0;
    std::size_t largest_ = static_cast<std::size_t>(-1);
    Chunk* chunks_ = nullptr;

    void* allocate_slowly(std::size_t bytes);
};

}  // namespace pawl::query::jsonata
