#include "tests/oracles/execution_difference.hpp"

#include "tests/oracles/execution_members.hpp"

namespace pawl::oracles {
namespace {

using namespace execution;

class Comparison {
  public:
    template <class T>
    void all(const T& a, const T& b) {
        [&]<std::size_t... i>(const auto& of_a, const auto& of_b, std::index_sequence<i...>) {
            (member(std::get<i>(of_a).first, std::get<i>(of_a).second, std::get<i>(of_b).second), ...);
        }
        (members(a), members(b), std::make_index_sequence<std::tuple_size_v<decltype(members(a))>>());
    }
    std::optional<std::string> found() const { return found_; }

  private:
    template <class T>
    void member(std::string_view name, const T& a, const T& b) {
        if (found_ || same(a, b)) return;
        found_ = where_ + std::string(name) + " is " + show(a).substr(0, 200) + " against " + show(b).substr(0, 200);
    }
    void member(std::string_view name, const ExecutionHead& a, const ExecutionHead& b) { inside(name, a, b); }
    void member(std::string_view name, const Join& a, const Join& b) { inside(name, a, b); }
    template <class T>
    void member(std::string_view name, const std::unique_ptr<T>& a, const std::unique_ptr<T>& b) {
        if ((a == nullptr) != (b == nullptr)) return differ("one has " + std::string(name) + ", the other not");
        if (a != nullptr) inside(name, *a, *b);
    }
    void member(std::string_view, const std::map<FrameId, Frame>& a, const std::map<FrameId, Frame>& b) {
        member("number of frames", a.size(), b.size());
        for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end(); ++i, ++j) {
            inside("frame " + std::to_string(i->first), i->second, j->second);
            if (i->first != i->second.id || j->first != j->second.id) differ("a frame's id is not its key");
        }
    }
    template <class T>
    void inside(std::string_view name, const T& a, const T& b) {
        const std::size_t size = where_.size();
        where_.append(name).append(": ");
        all(a, b);
        where_.resize(size);
    }
    void differ(std::string_view what) {
        if (!found_) found_ = where_ + std::string(what);
    }

    std::string where_;
    std::optional<std::string> found_;
};

}  // namespace

std::optional<std::string> execution_difference(const Execution& a, const Execution& b) {
    Comparison comparison;
    comparison.all(a, b);
    return comparison.found();
}

}  // namespace pawl::oracles
